namespace Investigator.TestKit;

/// <summary>What became of one planted ring.</summary>
/// <param name="Ring">Its number in the truth.</param>
/// <param name="Kind">card_testing, mule_ring, …</param>
/// <param name="Size">Its transactions.</param>
/// <param name="Found">It is one finding: one that is risky holds most of it and little else.</param>
/// <param name="Purity">Its part of the finding that holds most of it; 0 where none holds any.</param>
/// <param name="Parts">Where its members are, largest part first.</param>
public sealed record RingVerdict(int Ring, string Kind, int Size, bool Found, double Purity, string Parts)
{
    /// <summary>Whether the finding that holds most of it holds next to nothing else.</summary>
    public bool IsPure => Purity >= 0.95;

    public override string ToString() => $"ring {Ring} ({Kind}, {Size}): {Parts}";
}
