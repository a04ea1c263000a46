using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Simulation;

/// <summary>One shop of the default size, made once for all tests that only look at it.</summary>
public sealed class SimulatedShops : IDisposable
{
    private readonly TempFolder _folder = new();

    public SimulatedShops()
    {
        Options = new SimulationOptions();
        Shop = ShopSimulator.Write(Options, _folder.Path, new StageContext { Scratch = _folder.Path });
        Truth = SimulatedTruth.Read(_folder.Path);
        Tables = TableConnection.Open();
        Tables.Execute($"CREATE VIEW t AS FROM {Sql.Text(Shop.TransactionsPath)}; CREATE VIEW e AS FROM {Sql.Text(Shop.EventsPath)}; CREATE VIEW truth AS "
            + $"FROM {Sql.Text(Shop.TruthPath)};");
    }

    public SimulationOptions Options { get; }

    public SimulatedShop Shop { get; }

    public SimulatedTruth Truth { get; }

    public DuckDBConnection Tables { get; }

    public long Count(string sql) => Tables.Scalar<long>(sql);

    public double Number(string sql) => Tables.Scalar<double>(sql);

    /// <summary>Every row of a table, as text, in a fixed order.</summary>
    public static List<string> Rows(string path)
    {
        using var connection = TableConnection.Open();
        return connection.Query(
            $"SELECT * FROM {Sql.Text(path)} ORDER BY ALL",
            static r => string.Join('|', Enumerable.Range(0, r.FieldCount)
                .Select(i => r.IsDBNull(i) ? "" : Convert.ToString(r.GetValue(i), CultureInfo.InvariantCulture))));
    }

    public void Dispose()
    {
        Tables.Dispose();
        _folder.Dispose();
    }
}
