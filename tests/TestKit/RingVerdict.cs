namespace Investigator.TestKit;

/// <summary>What became of one planted ring.</summary>
/// <param name="Ring">Its number in the truth.</param>
/// <param name="Kind">card_testing, mule_ring, …</param>
/// <param name="Size">Its transactions.</param>
/// <param name="Found">One risky cluster holds most of it and little else.</param>
/// <param name="Parts">Where its members are, largest part first.</param>
public sealed record RingVerdict(int Ring, string Kind, int Size, bool Found, string Parts)
{
    public override string ToString() => $"ring {Ring} ({Kind}, {Size}): {Parts}";
}
