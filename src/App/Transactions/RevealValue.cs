using Investigator.Access;
using Investigator.Audit;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Personal;
using Investigator.Runs;

namespace Investigator.Transactions;

/// <summary>Shows one masked value to someone who says why. It is recorded first: what cannot be recorded is not shown.</summary>
public sealed class RevealValue(
    RunQueries runs, RunMasking masking, PseudonymBook book, PersonalKey key, RevealedValues revealed, AuditLog audit)
{
    public const int LongestReason = 500;

    /// <param name="actor">Who wants to see it.</param>
    /// <param name="place">Where the value was met.</param>
    /// <param name="column">Its stored column: <c>account</c>, <c>entity_ip</c>.</param>
    /// <param name="pseudonym">As the page shows it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancel">Stops before anything is recorded.</param>
    /// <returns>The value; null where the run has none with that pseudonym.</returns>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    /// <exception cref="InputException">There is no reason, or it is too long.</exception>
    public async Task<string?> HandleAsync(
        Actor actor, RevealPlace place, string column, string pseudonym, string reason, CancellationToken cancel = default)
    {
        actor.Require(Permission.RevealPersonal);
        var said = reason.Trim();
        if (said.Length is 0 or > LongestReason)
        {
            throw new InputException("a value is revealed for a reason", expected: FormattableString.Invariant($"a reason of 1 to {LongestReason} characters"));
        }
        if (!Pseudonym.Is(pseudonym) || await runs.FilesAsync(place.Run, cancel) is not { } files) return null;
        if (await Task.Run(() => Find(files, place, column, pseudonym, cancel), cancel) is not { } found) return null;
        var details = $"{found.Name} {pseudonym}" + (place.Within.Length == 0 ? "" : $" of {place.Within}");
        await audit.RecordAsync(actor, AuditAction.Revealed, place.Subject, details, said, key.SubjectOf(found.Account), cancel);
        revealed.Add(pseudonym, found.Value);
        return found.Value;
    }

    private FoundValue? Find(RunFiles files, RevealPlace place, string column, string pseudonym, CancellationToken cancel)
    {
        var (dataset, values) = (files.DatasetFolder.Open(), masking.Of(files).Values);
        if (!values.Personal.TryGetValue(column, out var name) || book.Find(values, dataset, column, pseudonym, cancel) is not { } value) return null;
        return new FoundValue(name, value, column == PersonalColumns.Account ? value : AccountOf(files, dataset, place, column, value, cancel));
    }

    /// <summary>Whose payment has the value: the one that was met, else the first.</summary>
    private static string AccountOf(RunFiles files, Dataset dataset, RevealPlace place, string column, string value, CancellationToken cancel)
    {
        using var db = files.OpenTables();
        var met = place.Transaction is { } id ? $"id = {Sql.Text(id)} DESC, " : "";
        var has = $"{Sql.Name(column)}::VARCHAR = {Sql.Text(value)}";
        return db.Query($"SELECT account FROM {dataset.TransactionsTable} WHERE {has} ORDER BY {met}row LIMIT 1", static r => r.GetString(0), cancel)[0];
    }

    private sealed record FoundValue(string Name, string Value, string Account);
}
