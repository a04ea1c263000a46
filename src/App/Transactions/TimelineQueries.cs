using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Personal;
using Investigator.Runs;

namespace Investigator.Transactions;

/// <summary>Why a sequence is shown.</summary>
public enum TimelineRole
{
    /// <summary>Among the strongest members.</summary>
    Typical,

    /// <summary>Among the weakest members.</summary>
    CounterExample,

    /// <summary>In no risky finding.</summary>
    Ordinary,
}

/// <param name="Type">Page or action.</param>
/// <param name="Seconds">Dwell until the next event, capped; NaN where it is not known.</param>
/// <param name="Attention">Weight of the time attention, 0..1 within the sequence; 0 when it was not kept.</param>
public sealed record TimelineStep(string Type, float Seconds, float Attention);

/// <summary>The events before one transaction, oldest first.</summary>
public sealed record Timeline(
    TimelineRole Role, long Row, string Id, string Account, DateTime Time, double? Amount, string? Outcome, int Finding, float Probability,
    IReadOnlyList<TimelineStep> Steps)
{
    /// <summary>The amount's own currency, where the data has several; null where it has one.</summary>
    public string? Currency { get; init; }
}

/// <summary>Reads only the few sequences that a page draws, however large the run is.</summary>
public sealed class TimelineQueries(RunQueries runs, RunAnswers answers, RunMasking masking)
{
    /// <summary>Strongest members, then the weakest, then ordinary transactions from outside all risky findings; empty when the run has no sequences.</summary>
    public async Task<IReadOnlyList<Timeline>> ExamplesAsync(
        int runId, int number, IReadOnlyList<int> riskyFindings, int typical = 6, int counter = 2, int ordinary = 2, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files || files.RunFolder.OpenSequences() is not { } sequences) return [];
        var question = string.Create(
            CultureInfo.InvariantCulture, $"timelines: {number}, {typical}, {counter}, {ordinary}; risky: {string.Join(", ", riskyFindings)}");
        var found = await answers.OfAsync(files, question, Examples, static found => found.Sum(static t => 500L + (60 * t.Steps.Count)), cancel);
        // What is kept is for everybody; what each may see of it is another matter.
        var mask = await Task.Run(() => masking.ValuesOf(files), cancel);
        return mask.IsOpen ? found : [.. found.Select(t => t with { Account = mask.Show("account", t.Account) })];

        List<Timeline> Examples()
        {
            using var db = files.OpenTables();
            var picked = Pick(db, files.RunFolder.MembersTable, number, riskyFindings, typical, counter, ordinary, cancel);
            var byRow = TransactionLines.Read(db, files, ValueMask.None, [.. picked.Select(static p => p.Row)], cancel).ToDictionary(static l => (int)l.Row);
            return [.. picked.Where(p => byRow.ContainsKey(p.Row)).Select(p => Draw(sequences, p.Role, byRow[p.Row]))];
        }
    }

    /// <summary>Deterministic: equal strengths go by a hash of the row, so that examples are spread over the finding's life.</summary>
    private static List<(TimelineRole Role, int Row)> Pick(
        DuckDBConnection db, string members, int number, IReadOnlyList<int> risky, int typical, int counter, int ordinary, CancellationToken cancel)
    {
        var one = string.Create(CultureInfo.InvariantCulture, $"finding = {number}");
        var outside = risky.Count == 0 ? "true" : $"finding NOT IN ({string.Join(", ", risky.Select(l => l.ToString(CultureInfo.InvariantCulture)))})";
        List<int> Rows(string where, string order, int take) =>
            db.Query(string.Create(CultureInfo.InvariantCulture, $"SELECT file_row_number::INT FROM {members} WHERE {where} ORDER BY {order} LIMIT {take}"),
            r => r.GetInt32(0), cancel);
        var strong = Rows(one, "probability DESC, hash(file_row_number)", typical);
        var weak = Rows(one, "probability, hash(file_row_number)", counter + typical).Except(strong).Take(counter);
        var others = Rows($"{outside} AND NOT ({one})", "hash(file_row_number)", ordinary);
        return [.. strong.Select(r => (TimelineRole.Typical, r)), .. weak.Select(r => (TimelineRole.CounterExample, r)),
            .. others.Select(r => (TimelineRole.Ordinary, r))];
    }

    private static Timeline Draw(StoredSequences sequences, TimelineRole role, TransactionSummary line) => new(
        role, line.Row, line.Id, line.Account, line.Time, line.Amount, line.Outcome, line.Finding, line.Probability,
        [.. sequences.Of(line.Row).Select(static e => new TimelineStep(e.Type, e.Seconds, e.Attention))])
    {
        Currency = line.Currency,
    };
}
