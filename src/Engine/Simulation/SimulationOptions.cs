using System.Globalization;
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
        Require(Transactions is >= 1 and <= 1_000_000_000, "transactions", Transactions, "a number from 1 to 1000000000");
        Require(Days is >= 1 and <= 3650, "days", Days, "a number of days from 1 to 3650");
        Require(RingShare is >= 0 and <= 0.5, "ring share", RingShare, "a share from 0 to 0.5");
        Require(LookAlikeShare is >= 0 and <= 0.3, "look-alike share", LookAlikeShare, "a share from 0 to 0.3");
        Require(Enum.IsDefined(Format), "format", Format, "parquet or csv");
        Require(Start.Kind == DateTimeKind.Utc && Start.Year is >= 1971 and <= 2200, "start", Start, "a UTC time from 1971 to 2200");
    }

    private static void Require(bool holds, string option, IFormattable value, string expected)
    {
        if (!holds) throw new InputException($"the simulation's {option} cannot be used", value: value.ToString(null, CultureInfo.InvariantCulture), expected: expected);
    }
}
