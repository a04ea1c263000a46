namespace Investigator.Engine.Simulation.Groups;

/// <summary>Kinds of planted groups: fraud rings first, then innocent groups that look like them.</summary>
internal enum GroupKind
{
    CardTesting,
    StolenCard,
    AccountTakeover,
    ScriptedRegistration,
    PromoAbuse,
    RefundAbuse,
    ResellerBot,
    MuleRing,
    HijackedSession,
    FlashSale,
    SharedOffice,
    SharedDevice,
    Traveller,
}

/// <summary>One ring or look-alike before it is played.</summary>
/// <param name="Id">1, 2, …; rings and look-alikes share the numbering.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Twin">0, 1, … among the groups of the same kind; twins differ in script, rhythm, amounts and sharing.</param>
/// <param name="Twins">How many groups there are of this kind.</param>
/// <param name="Size">Its transactions.</param>
/// <param name="FirstOrder">Sequence number of its first order.</param>
/// <param name="StartShare">Where in the time left by its span it begins, 0 to 1.</param>
internal sealed record PlannedGroup(int Id, GroupKind Kind, int Twin, int Twins, int Size, long FirstOrder, double StartShare)
{
    public bool Innocent => Kind >= GroupKind.FlashSale;

    /// <summary>The name in the truth: <c>card_testing</c>.</summary>
    public string KindName =>
        string.Concat(Kind.ToString().Select(static (c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>The owner of whatever the group makes for itself.</summary>
    public long Owner => -1 - Id;
}
