using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;

namespace Investigator.TestKit;

/// <summary>What one transaction of a simulated shop really was. <paramref name="Ring"/> is null outside planted groups.</summary>
public sealed record SimulatedOrigin(int? Ring, string Kind, bool Innocent);

/// <summary>The truth about a simulated shop, for tests alone: no stage may read it.</summary>
public sealed record SimulatedTruth(IReadOnlyDictionary<string, SimulatedOrigin> Origins, IReadOnlyList<SimulatedGroup> Groups)
{
    /// <summary>Transaction ids of one planted group.</summary>
    public IReadOnlyList<string> Members(int ring) => [.. Origins.Where(o => o.Value.Ring == ring).Select(static o => o.Key)];

    public static SimulatedTruth Read(string folder)
    {
        using var connection = TableConnection.Open();
        var origins = connection
            .Query(
                $"SELECT id, ring, kind, innocent FROM {Sql.Text(Path.Combine(folder, "truth.parquet"))}",
                static r => (Id: r.GetString(0), Origin: new SimulatedOrigin(r.IsDBNull(1) ? null : r.GetInt32(1), r.GetString(2), r.GetBoolean(3))))
            .ToDictionary(static o => o.Id, static o => o.Origin);
        return new SimulatedTruth(origins, JsonFile.Read<SimulatedGroup[]>(Path.Combine(folder, "rings.json")));
    }
}
