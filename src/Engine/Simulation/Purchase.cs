using Investigator.Engine.Simulation.Customers;
using Investigator.Engine.Simulation.Groups;

namespace Investigator.Engine.Simulation;

/// <summary>One transaction as the shop stores it, and beside it the truth that goes to a file of its own.</summary>
internal sealed record Purchase
{
    public string Order { get; set; } = "";

    /// <summary>Which order of the shop's life this is.</summary>
    public long Sequence { get; set; }

    public required string Account { get; set; }

    /// <summary>Microseconds since the shop's first instant.</summary>
    public required long Time { get; init; }

    public double Amount { get; set; }

    public string Currency { get; set; } = "EUR";

    public required string Device { get; set; }

    public required string Ip { get; set; }

    public required string Card { get; set; }

    public required string Address { get; set; }

    /// <summary>Where it was paid; null in a shop without terminals.</summary>
    public string? Terminal { get; set; }

    public required int Browser { get; set; }

    public required int Country { get; set; }

    /// <summary>Index into <see cref="Goods.All"/>.</summary>
    public required int Category { get; set; }

    public int Items { get; set; } = 1;

    public required int AccountAgeDays { get; set; }

    public bool Promo { get; set; }

    /// <summary>The account has not been seen on this device before.</summary>
    public bool NewDevice { get; set; }

    /// <summary>A, C or D.</summary>
    public char Decision { get; set; }

    /// <summary>1 fraud, 0 legitimate, null not known.</summary>
    public int? Class { get; set; }

    /// <summary>Microseconds since the shop's first instant, with <see cref="Class"/>.</summary>
    public long? KnownAt { get; set; }

    public PlannedGroup? Group { get; set; }

    /// <summary>Fraud by one person on their own.</summary>
    public bool LoneFraud { get; set; }

    public bool AtCompromisedTerminal { get; set; }

    public bool IsFraud => LoneFraud || AtCompromisedTerminal || Group is { Innocent: false };

    /// <summary>What the truth calls it.</summary>
    public string Kind => Group?.KindName ?? (LoneFraud ? "lone_fraud" : AtCompromisedTerminal ? "compromised_terminal" : "ordinary");
}
