namespace Investigator.Audit;

/// <summary>What a walk through the chain and its anchors came to.</summary>
/// <param name="Entries">How many entries there are.</param>
/// <param name="Anchors">How many anchors were compared.</param>
/// <param name="LastHash">Of the last entry; null where there is none.</param>
/// <param name="Problems">What does not hold; the first of the chain's first. Empty where all holds.</param>
internal sealed record AuditVerdict(long Entries, int Anchors, string? LastHash, IReadOnlyList<string> Problems)
{
    public bool Holds => Problems.Count == 0;
}
