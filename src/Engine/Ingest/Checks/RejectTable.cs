using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks;

/// <summary>The faults of one load: whether they are too many, how many of each kind, and <c>rejects.parquet</c>.</summary>
internal static class RejectTable
{
    private const int Named = 5;

    /// <returns>Rows of the source refused, events of unknown accounts not among them.</returns>
    public static long Refused(LoadSession session, RawTable raw) =>
        session.Count($"SELECT count(*) FROM (SELECT DISTINCT file_no, row FROM rejects WHERE source = {Sql.Text(raw.Source)} "
            + $"AND reason <> {Sql.Text(EventTable.UnknownAccount)})");

    public static InputException TooMany(LoadSession session, RawTable raw, RowCounts counts, double share)
    {
        var first = session.Connection.Query(
            $"SELECT file_no, row, \"column\", value, reason FROM rejects WHERE source = {Sql.Text(raw.Source)} "
                + $"AND reason <> {Sql.Text(EventTable.UnknownAccount)} ORDER BY file_no, row, \"column\", reason LIMIT {Named}",
            static r => (File: r.GetInt32(0), Row: r.GetInt64(1), Column: r.GetString(2), Value: r.GetString(3), Reason: r.GetString(4)),
            session.Context.Cancel);
        var list = string.Join("; ", first
            .Select(f => string.Create(CultureInfo.InvariantCulture,
            $"{raw.Files[f.File].Name} row {f.Row}{(f.Column.Length > 0 ? $", column '{f.Column}'" : "")}: "
                + $"{f.Reason}{(f.Value.Length > 0 ? $", found '{(f.Value.Length > 60 ? f.Value[..60] + "…" : f.Value)}'" : "")}")));
        return new InputException(
            string.Create(CultureInfo.InvariantCulture,
                $"{counts.Refused:N0} of {counts.Meant:N0} rows of {raw.Source} cannot be used, more than the {share:P1} allowed, so that nothing was loaded. "
                    + $"The first: {list}"),
            raw.Files[first[0].File].Path, first[0].Row, first[0].Column.Length > 0 ? first[0].Column : null);
    }

    public static Dictionary<string, long> Reasons(LoadSession session, long unknownAccounts)
    {
        var reasons = session.Connection.Query("SELECT reason, count(*) FROM rejects GROUP BY reason ORDER BY count(*) DESC, reason",
            static r => (r.GetString(0), r.GetInt64(1)), session.Context.Cancel).ToDictionary();
        if (unknownAccounts > 0) reasons[EventTable.UnknownAccount] = unknownAccounts;
        return reasons;
    }

    /// <param name="session">The load.</param>
    /// <param name="sources">Files of transactions, then of events.</param>
    public static void Write(LoadSession session, IReadOnlyList<SourceFile>[] sources)
    {
        session.Run("CREATE TABLE files (source VARCHAR, file_no INTEGER, file VARCHAR)");
        foreach (var (source, files) in new[] { "transactions", "events" }.Zip(sources))
        {
            foreach (var (i, file) in files.Index())
            {
                session.Run($"INSERT INTO files VALUES ({Sql.Text(source)}, {i.ToString(CultureInfo.InvariantCulture)}, {Sql.Text(file.Name)})");
            }
        }

        session.Run($"COPY (SELECT file, row, \"column\", value, reason FROM rejects JOIN files USING (source, file_no) "
            + $"ORDER BY source DESC, file_no, row, \"column\", reason) TO {Sql.Text(new DatasetFolder(session.Folder).Rejects)} (FORMAT parquet)");
    }
}
