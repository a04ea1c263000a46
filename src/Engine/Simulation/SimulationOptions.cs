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

    /// <summary>
    /// Payments have terminals, about one payment a day at each, and so many of these are compromised for four weeks, 0 to 10,000: ordinary payments there are
    /// fraud, known a week later. 0 for a shop without terminals.
    /// </summary>
    public int CompromisedTerminals { get; init; }

    /// <summary>Payments and clicks bear whole minutes; rows keep their order.</summary>
    public bool MinuteClock { get; init; }

    /// <summary>Share of devices, ips, cards and addresses that are a word for nothing (NULL, N/A, none, unknown, -), 0 to 0.5.</summary>
    public double MissingWordShare { get; init; }

    /// <summary>Share of accounts that pay in a second currency, whose amounts are some 25 times as large, 0 to 1.</summary>
    public double SecondCurrencyShare { get; init; }

    /// <summary>Share of accounts of which outcomes ever become known, 0 to 1.</summary>
    public double LabelledShare { get; init; } = 1;

    /// <summary>
    /// Share of the rows that are of rings, in a sample of a larger shop that keeps every planted group and drops ordinary payments: from
    /// <see cref="RingShare"/> to 0.5, look-alikes growing in step. 0 for the shop as it is.
    /// </summary>
    public double EnrichedFraudShare { get; init; }

    /// <exception cref="InputException">A value is out of its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("simulation");
        check.Between(Transactions, 1, 1_000_000_000);
        check.Between(Days, 1, 3650);
        check.Between(RingShare, 0, 0.5);
        check.Between(LookAlikeShare, 0, 0.3);
        check.Between(CompromisedTerminals, 0, 10_000);
        check.Between(MissingWordShare, 0, 0.5);
        check.Between(SecondCurrencyShare, 0, 1);
        check.Between(LabelledShare, 0, 1);
        check.Require(EnrichedFraudShare == 0 || IsEnrichable, EnrichedFraudShare,
            "0, or ring_share to 0.5, with rings and look-alikes of at most nine tenths of the rows");
        check.Require(Enum.IsDefined(Format), Format, "parquet or csv");
        check.Require(Start.Kind == DateTimeKind.Utc && Start.Year is >= 1971 and <= 2200, Start, "a UTC time from 1971 to 2200");
    }

    private bool IsEnrichable => RingShare > 0 && EnrichedFraudShare >= RingShare && EnrichedFraudShare <= 0.5
        && EnrichedFraudShare * (1 + (LookAlikeShare / RingShare)) <= 0.9;
}
