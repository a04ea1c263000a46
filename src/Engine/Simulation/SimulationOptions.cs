using Investigator.Engine.Core;

namespace Investigator.Engine.Simulation;

/// <summary>How the simulated shop's tables are written.</summary>
public enum TableFormat
{
    Parquet,
    Csv,
}

/// <summary>What shop to simulate. The same options give the same rows, whatever the thread count.</summary>
public sealed record SimulationOptions
{
    /// <summary>Rows of the transactions table, exactly. At least 1; a million take under two minutes on two cores.</summary>
    public long Transactions { get; init; } = 20_000;

    /// <summary>Length of the shop's life, from <see cref="Start"/>. Outcomes may become known later than that.</summary>
    public int Days { get; init; } = 60;

    public int Seed { get; init; } = 1;

    public TableFormat Format { get; init; } = TableFormat.Parquet;

    /// <summary>First instant of the shop's life, UTC.</summary>
    public DateTime Start { get; init; } = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Share of transactions that belong to fraud rings, 0 to 0.5.</summary>
    public double RingShare { get; init; } = 0.05;

    /// <summary>Share of transactions that belong to innocent groups that look like rings, 0 to 0.3.</summary>
    public double LookAlikeShare { get; init; } = 0.02;

    /// <exception cref="InputException">A value is out of its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("simulation");
        check.Between(Transactions, 1, 1_000_000_000);
        check.Between(Days, 1, 3650);
        check.Between(RingShare, 0, 0.5);
        check.Between(LookAlikeShare, 0, 0.3);
        check.Require(Enum.IsDefined(Format), Format, "parquet or csv");
        check.Require(Start.Kind == DateTimeKind.Utc && Start.Year is >= 1971 and <= 2200, Start, "a UTC time from 1971 to 2200");
    }
}
