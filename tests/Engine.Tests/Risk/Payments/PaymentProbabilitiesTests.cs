using Investigator.Engine.Risk;
using Investigator.Engine.Risk.Payments;

namespace Investigator.Engine.Tests.Risk.Payments;

public class PaymentProbabilitiesTests
{
    private static readonly float[] Own = [0.01f, 0.02f, 0.03f, 0.04f, 0.05f, 0.06f];

    [Fact]
    public void Of_MembersOfARiskyFinding_HaveItsProbability() =>
        Assert.Equal([0.01f, 0.9f, 0.9f, 0.04f, 0.05f, 0.06f], Probabilities([-1, 0, 0, 1, 1, -1], [0, 1, 0.5f, 1, 1, 0]));

    [Fact]
    public void Of_WeakMember_KeepsItsOwn() =>
        Assert.Equal([0.01f, 0.9f, 0.9f, 0.04f, 0.05f, 0.06f], Probabilities([-1, 0, 0, 0, 1, 1], [0, 1, 0.5f, 0.04f, 1, 1]));

    /// <summary>One member of very high density makes all others look weak: they are measured against one another.</summary>
    [Fact]
    public void Of_OneMemberFarStrongerThanTheOthers_KeepsTheOthers() =>
        Assert.Equal([0.9f, 0.9f, 0.9f, 0.9f, 0.05f, 0.06f], Probabilities([0, 0, 0, 0, 1, -1], [1, 0.01f, 0.02f, 0.01f, 1, 0]));

    [Fact]
    public void Of_MembersWithoutAnyStrength_FollowTheirFinding() =>
        Assert.Equal([0.9f, 0.9f, 0.03f, 0.04f, 0.05f, 0.06f], Probabilities([0, 0, -1, -1, 1, -1], new float[6]));

    /// <summary>A finding of two clusters: the strengths of one say nothing of the other's.</summary>
    [Fact]
    public void Of_MembersOfAClusterWithLowStrengths_AreMeasuredAgainstTheirOwnCluster() =>
        Assert.Equal([0.9f, 0.9f, 0.9f, 0.9f, 0.9f, 0.06f],
            Probabilities([0, 0, 0, 0, 0, 0], [1, 0.9f, 0.8f, 0.02f, 0.02f, 0.001f], [0, 0, 0, 1, 1, 1]));

    /// <summary>Finding 0 is risky, finding 1 is not; without labels, each is one cluster.</summary>
    private static float[] Probabilities(int[] numbers, float[] strengths, int[]? labels = null)
    {
        FindingRisk[] risks = [Finding(0, true, 0.9), Finding(1, false, 0.4)];
        int[][] members = [.. risks.Select(r => Enumerable.Range(0, numbers.Length).Where(i => numbers[i] == r.Finding).ToArray())];
        return PaymentProbabilities.Of(Own, PaymentProbabilities.Followers(members, labels ?? numbers, strengths, risks), numbers, risks);
    }

    internal static FindingRisk Finding(int number, bool risky, double probability) => new()
    {
        Finding = number,
        Size = 1,
        Risky = risky,
        Basis = RiskBasis.Outcomes,
        Probability = probability,
        Outcomes = new OutcomeEvidence(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        Coordination = new CoordinationEvidence(0, []),
        Money = 0,
        Accounts = 1,
        From = default,
        To = default,
    };
}
