using System.Buffers;
using System.Buffers.Binary;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Features;
using Investigator.Runs;
using Investigator.Transactions;

namespace Investigator.Map;

/// <summary>One column of the map, four little-endian bytes per transaction in the dataset's row order.</summary>
/// <param name="Version">Changes when and only when the bytes may: a finished run never does.</param>
/// <param name="Whole">int32 (finding, outcome, a category's level) or float32.</param>
public sealed record MapColumn(string Version, bool Whole, byte[] Bytes);

/// <summary>One transaction as the map's pointer tells it.</summary>
public sealed record MapPoint(long Row, string Id, string Account, DateTime Time, double? Amount, string? Decision, string? Outcome, int Finding);

public sealed class MapQueries(RunQueries runs, TransactionQueries transactions)
{
    /// <summary>Words for the numbers of the column <c>outcome</c>, as known at the run's as-of time.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = [.. Enum.GetValues<Outcome>().Order().Select(static o => o.Word())];

    /// <summary>Changes with the run, so that a browser may keep a column for ever. Null unless the run is finished.</summary>
    public async Task<string?> VersionAsync(int runId, CancellationToken cancel = default) =>
        await runs.FilesAsync(runId, cancel) is { } files ? Version(files) : null;

    /// <summary><c>x</c>, <c>y</c>, <c>finding</c>, <c>cluster</c> (its label), <c>risk</c> (P(fraud) of its finding, 0 for noise),
    /// <c>outcome</c> or a feature (a category as its level's number, -1 where missing). Null when there is no such run or column.</summary>
    /// <param name="runId">A finished run.</param>
    /// <param name="name">The column.</param>
    /// <param name="risks">P(fraud) by the finding's number, for <c>risk</c>.</param>
    /// <param name="cancel">Stops the query.</param>
    public async Task<MapColumn?> ColumnAsync(int runId, string name, Func<Task<IReadOnlyDictionary<int, double>>> risks, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return null;
        var members = files.RunFolder.MembersTable;
        switch (name)
        {
            case "x" or "y":
                return await Task.Run(() => Floats(files, $"SELECT {name}::FLOAT FROM {members}", r => r.GetFloat(0), cancel), cancel);
            case "finding" or "cluster":
                return await Task.Run(() => Integers(files, $"SELECT {name}::INT FROM {members}", cancel), cancel);
            case "risk":
                var byNumber = await risks();
                return await Task.Run(
                    () => Floats(files, $"SELECT finding::INT FROM {members}", r => (float)byNumber.GetValueOrDefault(r.GetInt32(0)), cancel), cancel);
            case "outcome":
                return await Task.Run(() => Integers(files, TransactionQueries.OutcomeCodes(files), cancel), cancel);
        }

        return await Task.Run(() => Feature(files, name, cancel), cancel);
    }

    /// <summary>Null when the run has no such row.</summary>
    public async Task<MapPoint?> PointAsync(int runId, int row, CancellationToken cancel = default)
    {
        var (lines, _) = await transactions.PageAsync(runId, new TransactionFilter { Rows = [row] }, TransactionSort.Time, false, 0, 1, cancel);
        return lines is [var t] ? new MapPoint(t.Row, t.Id, t.Account, t.Time, t.Amount, t.Decision, t.Outcome, t.Finding) : null;
    }

    private static MapColumn? Feature(RunFiles files, string name, CancellationToken cancel)
    {
        if (FeatureQueries.Read(files.RunFolder).FirstOrDefault(f => f.Name == name) is not { } feature) return null;
        var table = files.RunFolder.FeaturesTable;
        return feature.Levels is { } levels
            ? Integers(files, $"SELECT coalesce(list_position({Sql.Texts(levels)}, {Sql.Name(name)}) - 1, -1)::INT FROM {table} ORDER BY row", cancel)
            : Floats(files, $"SELECT coalesce({Sql.Name(name)}, 'nan'::FLOAT)::FLOAT FROM {table} ORDER BY row", r => r.GetFloat(0), cancel);
    }

    private static MapColumn Integers(RunFiles files, string sql, CancellationToken cancel) =>
        new(Version(files), true, Bytes(files, sql, (r, four) => BinaryPrimitives.WriteInt32LittleEndian(four, r.GetInt32(0)), cancel));

    private static MapColumn Floats(RunFiles files, string sql, Func<DuckDBDataReader, float> read, CancellationToken cancel) =>
        new(Version(files), false, Bytes(files, sql, (r, four) => BinaryPrimitives.WriteSingleLittleEndian(four, read(r)), cancel));

    private static byte[] Bytes(RunFiles files, string sql, WriteFour write, CancellationToken cancel)
    {
        using var db = files.OpenTables();
        using var command = db.CreateCommand();
        command.CommandText = sql;
        var bytes = new ArrayBufferWriter<byte>(1 << 16);
        using var reader = command.ExecuteReader();
        for (var i = 0; reader.Read(); i++)
        {
            if ((i & 0xFFFF) == 0) cancel.ThrowIfCancellationRequested();
            write(reader, bytes.GetSpan(4)[..4]);
            bytes.Advance(4);
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static string Version(RunFiles files) => Path.GetFileName(files.RunFolder.Path);

    private delegate void WriteFour(DuckDBDataReader row, Span<byte> four);
}
