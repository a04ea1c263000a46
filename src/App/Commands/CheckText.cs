using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Formats;

namespace Investigator.Commands;

/// <summary>A check's report as lines of text.</summary>
internal static class CheckText
{
    private const int LongestCell = 24;
    private const int PartsShown = 60;
    private const int KindsShown = 12;
    private const int WordsShown = 16;

    public static IEnumerable<string> Report(ResolvedSource source, CheckReport report)
    {
        var mapping = report.Mapping;
        foreach (var table in report.Tables)
        {
            var isEvents = table.Table == TableNames.Events;
            yield return $"{(isEvents ? "Events" : "Transactions")}: {Wording.Quoted(FileOf(source.Request, isEvents), 200)}";
            foreach (var line in TextTable.Pairs(FormatWords.Of(table.Format))) yield return "  " + line;
            var parts = isEvents ? MappingWords.Of(mapping.Events!) : MappingWords.Of(mapping.Transactions);
            foreach (var line in TextTable.Pairs(parts)) yield return "  " + line;
            yield return "";
            foreach (var line in Rows(table)) yield return line;
            foreach (var line in Examples(report, table.Table)) yield return line;
            yield return $"  {Counts(table.Counts)}{(report.IsSample ? " (of a sample: start, middle and end of the file)" : "")}";
            foreach (var line in Rejects(table, mapping)) yield return line;
            yield return "";
        }

        foreach (var line in TextTable.Pairs(MappingWords.OfBoth(mapping))) yield return line;
        foreach (var line in Advised(source.Advice(report), mapping)) yield return line;
    }

    /// <summary>What became of a table's rows: <c>1,204 rows read: 1,200 kept, 4 refused</c>.</summary>
    public static string Counts(RowCounts counts) => $"{Wording.Counted(counts.Read, "row")} read: "
        + string.Join(", ", RowCountWords.Of(counts).Select(static c => $"{Wording.Count(c.Rows)} {c.What}"));

    /// <summary>Advice, what must be decided last, because it is read last.</summary>
    public static IEnumerable<string> Advised(IReadOnlyList<Advice> advice, Mapping mapping)
    {
        foreach (var level in (AdviceLevel[])[AdviceLevel.Note, AdviceLevel.Warning, AdviceLevel.Decide])
        {
            var said = advice.Where(a => a.Level == level).ToList();
            if (said.Count == 0) continue;
            yield return level switch { AdviceLevel.Note => "Notes", AdviceLevel.Warning => "Warnings", _ => "To be decided before anything is loaded" };
            foreach (var a in said)
            {
                yield return $"  {a.Table}: {HiddenCharacters.Show(a.Text.ReplaceLineEndings(" "))}";
                foreach (var line in Remedies(a.Remedies, mapping)) yield return "      " + line;
            }

            yield return "";
        }
    }

    private static string FileOf(LoadRequest request, bool events) => events ? request.Events ?? request.Transactions : request.Transactions;

    private static IEnumerable<string> Rows(TableCheck table)
    {
        if (table.Rows.Count == 0) yield break;
        yield return "  Used as, from, and the first rows as they are read:";
        IEnumerable<IReadOnlyList<string>> lines = table.Columns.Take(PartsShown).Select((c, i) => (IReadOnlyList<string>)
            [Shown(c.Part), c.Part == c.Column ? "" : Shown(c.Column), .. table.Rows.Select(r => Shown(r[i] ?? "–"))]);
        foreach (var line in TextTable.Lines([.. lines])) yield return "    " + line;
        if (table.Columns.Count > PartsShown) yield return $"    and {Wording.Counted(table.Columns.Count - PartsShown, "further part")}";
        yield return "";
    }

    private static IEnumerable<string> Examples(CheckReport report, string table)
    {
        var words = report.Words.Where(w => w.Table == table).GroupBy(static w => w.Column).ToList();
        foreach (var column in words)
        {
            var counted = column.Take(WordsShown).Select(w => $"{Shown(w.Word)} ({Wording.Count(w.Rows)}{Meaning(report.Mapping, w)})");
            yield return $"  '{Shown(column.Key)}' holds {string.Join(", ", counted)}{(column.Count() > WordsShown ? " and others" : "")}";
        }

        var readings = report.Readings.Where(r => r.Table == table).Select(static r => (IReadOnlyList<string>)
            [$"'{Shown(r.Column)}'", Shown(r.Text), "is read as", r.Value is null ? "nothing" : r.IsTime ? r.Value + " UTC" : r.Value]).ToList();
        foreach (var line in TextTable.Lines(readings)) yield return "  " + line;
        if (words.Count + readings.Count > 0) yield return "";
    }

    private static string Meaning(Mapping mapping, WordCount word)
    {
        var (t, w) = (mapping.Transactions, word.Word);
        (string? Column, IReadOnlyList<string>? Words, string Meaning)[] meanings =
        [
            (t.Outcome?.Column, t.Outcome?.Fraud, "fraud"), (t.Outcome?.Column, t.Outcome?.Legitimate, "legitimate"),
            (t.Outcome?.Column, t.Outcome?.Ignored, "not known"), (t.Decision?.Column, t.Decision?.Approved, "approved"),
            (t.Decision?.Column, t.Decision?.Challenged, "challenged"), (t.Decision?.Column, t.Decision?.Declined, "declined"),
            (t.Decision?.Column, t.Decision?.Ignored, "not known"),
        ];
        if (word.Table != TableNames.Transactions || meanings.All(m => m.Column != word.Column)) return "";
        return ": " + (meanings.FirstOrDefault(m => m.Column == word.Column && m.Words is { } words && words.Any(x => Same(x, w))).Meaning ?? "no meaning yet");
    }

    private static bool Same(string word, string text) => word.Trim() == text || (word.Trim() + ".0" == text && word.Trim().All(char.IsAsciiDigit));

    private static IEnumerable<string> Rejects(TableCheck table, Mapping mapping)
    {
        foreach (var kind in table.Rejects.Take(KindsShown))
        {
            var column = kind.Column.Length > 0 ? $", column '{Shown(kind.Column)}'" : "";
            yield return $"  {Wording.Counted(kind.Rows, "row")}{column}: {HiddenCharacters.Show(kind.Reason)}";
            foreach (var e in kind.Examples)
            {
                var value = e.Value.Length > 0 ? $" '{Wording.Quoted(e.Value, 60)}'" : "";
                yield return $"      {Wording.Quoted(e.File, 60)}{(e.Row is { } row ? $" row {Wording.Count(row)}" : "")}:{value}";
            }

            foreach (var line in Remedies(kind.Remedies, mapping)) yield return "      " + line;
        }

        if (table.Rejects.Count > KindsShown) yield return $"  and {Wording.Counted(table.Rejects.Count - KindsShown, "further kind")} of refused rows";
    }

    private static IEnumerable<string> Remedies(IReadOnlyList<Remedy> remedies, Mapping mapping) => TextTable.Lines(
        [.. remedies.Select(r => (IReadOnlyList<string>)
            [RemedyArguments.Of(r, mapping) ?? $"in the mapping: {HiddenCharacters.Show(r.Setting)}", HiddenCharacters.Show(r.Text)])]);

    private static string Shown(string text) => Wording.Quoted(text, LongestCell);
}
