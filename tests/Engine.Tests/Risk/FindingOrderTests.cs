using Investigator.Engine.Risk;

namespace Investigator.Engine.Tests.Risk;

public class FindingOrderTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1234.56, 1200)]
    [InlineData(1250.01, 1300)]
    [InlineData(99.6, 100)]
    [InlineData(0.012345, 0.012)]
    [InlineData(7, 7)]
    public void TwoDigits_OfASum_RoundsToTwoSignificantDigits(double loss, double expected) => Assert.Equal(expected, FindingOrder.TwoDigits(loss), 12);

    [Fact]
    public void Sort_PutsLossFirstThenTheLatestPaymentThenTheNumber()
    {
        var day = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        FindingRisk[] risks = [Risk(0, 1240, day), Risk(1, 1210, day.AddDays(1)), Risk(2, 900, day.AddDays(9)), Risk(3, 5100, day), Risk(4, 1190, day)];
        Assert.Equal([3, 1, 0, 4, 2], risks.Order(FindingOrder.WorstFirst).Select(r => r.Finding));
    }

    private static FindingRisk Risk(int number, double loss, DateTime to) => new()
    {
        Finding = number,
        Size = 1,
        Risky = false,
        Basis = RiskBasis.Outcomes,
        ExpectedLoss = loss,
        Outcomes = new OutcomeEvidence(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        Coordination = new CoordinationEvidence(0, []),
        Money = loss,
        Accounts = 1,
        From = to,
        To = to,
    };
}
