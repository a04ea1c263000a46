using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;

namespace Investigator.Commands;

/// <summary>What run says of its data: what each column was taken for, what became of every row, what a reader should know.</summary>
internal static class RunText
{
    public static IEnumerable<string> Guessed(Mapping mapping)
    {
        yield return "No mapping was given. The columns are taken as:";
        foreach (var line in TextTable.Pairs(MappingWords.Of(mapping.Transactions))) yield return "  " + line;
        if (mapping.Events is not { } events) yield break;
        yield return "and of the events:";
        foreach (var line in TextTable.Pairs(MappingWords.Of(events))) yield return "  " + line;
    }

    /// <summary>
    /// What became of every row, what a reader of the data should know, and how neighbours were found; what else is known of the run is in its record.
    /// </summary>
    public static IEnumerable<string> Loaded(Dataset dataset, RunRecord record)
    {
        if (dataset.TransactionRows is { } transactions) yield return "transactions: " + CheckText.Counts(transactions);
        if (dataset.EventRows is { } events) yield return "events: " + CheckText.Counts(events);
        foreach (var (reason, rows) in dataset.RejectReasons)
        {
            yield return HiddenCharacters.Show($"not used: {Wording.Counted(rows, "row")}, {reason}");
        }

        List<string> notes = [.. dataset.RunNotes(), .. record.Neighbors?.Notes() ?? []];
        foreach (var note in notes) yield return "note: " + HiddenCharacters.Show(note);
        var further = record.Notes.Count(n => !notes.Contains(n));
        if (further > 0) yield return $"{Wording.Counted(further, notes.Count > 0 ? "further note" : "note")} in {KnownFiles.Record.Name}";
    }

    /// <summary>What each stage took, and the whole.</summary>
    public static IEnumerable<string> Stages(RunRecord record)
    {
        var stages = record.Stages;
        var rows = stages.Select(static s => Row(s.Stage, s.Seconds, s.CpuSeconds, s.PeakBytes));
        var whole = Row("together", stages.Sum(static s => s.Seconds), stages.Sum(static s => s.CpuSeconds), record.PeakBytes);
        return TextTable.Lines([["stage", "seconds", "processor seconds", "peak memory"], .. rows, whole]);

        static string[] Row(string stage, double seconds, double? cpu, long peak) => [stage, Seconds(seconds), Seconds(cpu), Wording.Bytes(peak)];

        static string Seconds(double? seconds) => seconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? "–";
    }
}
