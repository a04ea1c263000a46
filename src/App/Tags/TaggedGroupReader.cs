using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Findings;
using Investigator.Runs;
using Investigator.Selections;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Tags;

/// <summary>Reads the payments of a finding or a selection from the run's files.</summary>
public sealed class TaggedGroupReader(IDbContextFactory<InvestigatorContext> contexts, RunQueries runs, SelectionQueries selections)
{
    /// <summary>A tag names a ring: what is larger is no ring, and its ids would fill the store.</summary>
    public const int MostPayments = 200_000;

    /// <returns>Null when there is no such run, finding or selection.</returns>
    /// <exception cref="InputException">It holds more than <see cref="MostPayments"/>, or nothing.</exception>
    public async Task<TaggedGroup?> ReadAsync(TagTarget target, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(target.Run, cancel) is not { } files) return null;
        var dataset = files.DatasetFolder.Open();
        if (target.Selection is { } id)
        {
            if (await selections.FindAsync(target.Run, id, cancel) is not { } selection) return null;
            Require(selection.Count);
            return await Task.Run(() => OfRows(files, dataset, selection.Rows, $"Selection of {selection.Count} payments", cancel), cancel);
        }

        await using var context = await contexts.CreateDbContextAsync(cancel);
        var finding = await context.Findings.AsNoTracking().Where(c => c.RunId == target.Run && c.Number == target.Finding)
            .Select(c => new { c.Size, c.Headline }).FirstOrDefaultAsync(cancel);
        if (finding is null) return null;
        Require(finding.Size);
        return await Task.Run(() => OfFinding(files, dataset, target.Finding!.Value, finding.Headline, cancel), cancel);
    }

    private static void Require(int payments)
    {
        if (payments is > 0 and <= MostPayments) return;
        throw new InputException("this cannot be tagged as one group", value: $"{payments} payments", expected: $"1 to {MostPayments} payments");
    }

    private static TaggedGroup OfFinding(RunFiles files, Dataset dataset, int number, string headline, CancellationToken cancel)
    {
        using var db = files.OpenTables();
        var members = files.RunFolder.MembersTable;
        return Read(db, dataset, $"JOIN {members} m ON m.file_row_number = t.row WHERE m.finding = {number}", headline, cancel);
    }

    private static TaggedGroup OfRows(RunFiles files, Dataset dataset, IReadOnlyList<int> rows, string headline, CancellationToken cancel)
    {
        using var db = files.OpenTables();
        db.Execute("CREATE TABLE chosen (row INTEGER)", cancel);
        using (var appender = db.CreateAppender("chosen"))
        {
            foreach (var row in rows) appender.CreateRow().AppendValue(row).EndRow();
        }

        return Read(db, dataset, "JOIN chosen c ON c.row = t.row", headline, cancel);
    }

    private static TaggedGroup Read(DuckDB.NET.Data.DuckDBConnection db, Dataset dataset, string which, string headline, CancellationToken cancel)
    {
        var sql = $"""
            SELECT t.id, t.account, epoch_us(t.time), coalesce(t.amount, 0)::DOUBLE
            FROM {dataset.TransactionsTable} t {which} ORDER BY t.row
            """;
        var payments = db.Query(sql, r => (Id: r.GetString(0), Account: r.GetString(1), Time: r.GetInt64(2), Amount: r.GetDouble(3)), cancel);
        var set = new PaymentSet([.. payments.Select(p => p.Id)], [.. payments.Select(p => p.Account)], [.. payments.Select(p => p.Time)]);
        return new TaggedGroup(dataset.Name, headline, set, payments.Sum(p => p.Amount), At(payments.Min(p => p.Time)), At(payments.Max(p => p.Time)));
    }

    private static DateTime At(long microseconds) => DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
