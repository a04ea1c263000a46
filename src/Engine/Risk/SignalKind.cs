namespace Investigator.Engine.Risk;

/// <summary>What a sign of coordination measures.</summary>
public enum SignalKind
{
    /// <summary>Accounts per entity.</summary>
    EntitySharing,

    /// <summary>Different entities per account.</summary>
    EntitySpread,

    /// <summary>Share of accounts on values that more accounts use than a household has people, with nothing of their own.</summary>
    AccountFarm,

    /// <summary>Share of payments after the same page sequence.</summary>
    SamePages,

    /// <summary>Share of payments after the same pages at nearly the same pace as others.</summary>
    SamePace,

    /// <summary>Share of payments after steps at a machine's speed, or of equal length.</summary>
    MachinePacing,

    /// <summary>Share of payments within the busiest 24 hours.</summary>
    DayBurst,

    /// <summary>Share of payments within the busiest 7 days.</summary>
    WeekBurst,

    /// <summary>Share of payments within a day of the account's first.</summary>
    NewAccounts,

    /// <summary>Share of payments within a day of the entity's first.</summary>
    NewEntities,

    /// <summary>Share of payments declined.</summary>
    Declines,

    /// <summary>Share of payments of one and the same amount.</summary>
    SameAmount,

    /// <summary>Share of payments within an eighth of the median amount.</summary>
    NearAmount,
}

/// <summary>
/// Families of signals that a crowd of innocents shows one of, but seldom two: an office shares an address, a sale brings a burst, a traveller new addresses.
/// </summary>
internal enum SignalFamily
{
    Sharing,
    Script,
    Burst,
    Novelty,
    Declines,
    Amount,
    Spread,
    Farm,
}

internal static class SignalGrouping
{
    public static SignalFamily Family(this SignalKind kind) => kind switch
    {
        SignalKind.EntitySharing => SignalFamily.Sharing,
        SignalKind.EntitySpread => SignalFamily.Spread,
        SignalKind.AccountFarm => SignalFamily.Farm,
        SignalKind.SamePages or SignalKind.SamePace or SignalKind.MachinePacing => SignalFamily.Script,
        SignalKind.DayBurst or SignalKind.WeekBurst => SignalFamily.Burst,
        SignalKind.NewAccounts or SignalKind.NewEntities => SignalFamily.Novelty,
        SignalKind.Declines => SignalFamily.Declines,
        SignalKind.SameAmount or SignalKind.NearAmount => SignalFamily.Amount,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no family"),
    };
}
