using System.Runtime.InteropServices;
using Investigator.Access;
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

public sealed class MapQueries(RunQueries runs, TransactionQueries transactions, RunAnswers answers, FeatureQueries features)
{
    /// <summary>Words for the numbers of the column <c>outcome</c>, as known at the run's as-of time.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = [.. Enum.GetValues<Outcome>().Order().Select(static o => o.Word())];

    /// <summary>Changes with the run, so that a browser may keep a column for ever. Null unless the run is finished.</summary>
    public async Task<string?> VersionAsync(int runId, CancellationToken cancel = default) =>
        await runs.FilesAsync(runId, cancel) is { } files ? Version(files) : null;

    /// <summary><c>x</c>, <c>y</c>, <c>finding</c>, <c>cluster</c> (its label), <c>risk</c> (P(fraud) of its finding, 0 for noise),
    /// <c>outcome</c> or a feature (a category as its level's number, -1 where missing). Null when there is no such run, column or map.</summary>
    /// <param name="runId">A finished run.</param>
    /// <param name="name">The column.</param>
    /// <param name="risks">P(fraud) by the finding's number, for <c>risk</c>.</param>
    /// <param name="cancel">Stops the query.</param>
    /// <exception cref="NotAllowedException">It holds personal numbers that whoever asks may not see.</exception>
    public async Task<MapColumn?> ColumnAsync(int runId, string name, Func<Task<IReadOnlyDictionary<int, double>>> risks, CancellationToken cancel = default)
    {
        if (await runs.FilesAsync(runId, cancel) is not { } files) return null;
        var members = files.RunFolder.MembersTable;
        switch (name)
        {
            case "x" or "y":
                return await Task.Run(() => Places(files, name), cancel);
            case "finding" or "cluster":
                return await Task.Run(() => Column<int>(files, $"SELECT {name}::INT FROM {members}", cancel), cancel);
            case "risk":
                var byNumber = await risks();
                return await Task.Run(() => Risks(files, byNumber, cancel), cancel);
            case "outcome":
                return await Task.Run(() => Column<int>(files, TransactionQueries.OutcomeCodes(files), cancel), cancel);
        }

        return await Task.Run(
            () => features.Hides(files, name) ? throw new NotAllowedException(Permission.SeePersonal) : Feature(files, name, cancel), cancel);
    }

    /// <summary>Null when the run has no such row.</summary>
    public async Task<MapPoint?> PointAsync(int runId, int row, CancellationToken cancel = default) =>
        await transactions.FindAsync(runId, row, cancel) is { } t ? new MapPoint(t.Row, t.Id, t.Account, t.Time, t.Amount, t.Decision, t.Outcome, t.Finding)
            : null;

    private MapColumn? Feature(RunFiles files, string name, CancellationToken cancel)
    {
        if (FeatureQueries.Read(files.RunFolder).FirstOrDefault(f => f.Name == name) is not { } feature) return null;
        var column = Sql.Name(name);
        return feature.Levels is { } levels
            ? Column<int>(files, $"SELECT coalesce(list_position({Sql.Texts(levels)}, {column}) - 1, -1)::INT {InOrder(files, cancel)}", cancel)
            : Column<float>(files, $"SELECT coalesce({column}, 'nan'::FLOAT)::FLOAT {InOrder(files, cancel)}", cancel);
    }

    // The table is written in the order of its rows; sorting a million of them all the same would take longer than reading them.
    private string InOrder(RunFiles files, CancellationToken cancel)
    {
        var table = files.RunFolder.FeaturesTable;
        var astray = $"SELECT count(*) FROM (SELECT row, lag(row, 1, -1) OVER () AS before FROM {table}) WHERE row <= before";
        return answers.Count(files, astray, Astray) == 0 ? $"FROM {table}" : $"FROM {table} ORDER BY row";

        int Astray()
        {
            using var db = files.OpenTables();
            return db.Scalar<int>(astray, cancel);
        }
    }

    private static MapColumn? Places(RunFiles files, string name) => files.RunFolder.ReadMap() is { } map
        ? new MapColumn(Version(files), false, MemoryMarshal.AsBytes<float>(name == "x" ? map.X : map.Y).ToArray())
        : null;

    private static MapColumn Column<T>(RunFiles files, string sql, CancellationToken cancel)
        where T : unmanaged
    {
        using var db = files.OpenTables();
        return new(Version(files), typeof(T) == typeof(int), db.ReadColumn<T>(sql, cancel));
    }

    private static MapColumn Risks(RunFiles files, IReadOnlyDictionary<int, double> byNumber, CancellationToken cancel)
    {
        var numbers = Column<int>(files, $"SELECT finding::INT FROM {files.RunFolder.MembersTable}", cancel).Bytes;
        var findings = MemoryMarshal.Cast<byte, int>(numbers.AsSpan());
        var risks = MemoryMarshal.Cast<byte, float>(numbers.AsSpan());
        for (var i = 0; i < findings.Length; i++) risks[i] = (float)byNumber.GetValueOrDefault(findings[i]);
        return new(Version(files), false, numbers);
    }

    private static string Version(RunFiles files) => Path.GetFileName(files.RunFolder.Path);
}
