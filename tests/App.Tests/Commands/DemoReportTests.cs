using Investigator.Commands;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;
using Investigator.Findings;

namespace Investigator.App.Tests.Commands;

public sealed class DemoReportTests
{
    [Theory]
    [InlineData(0, 0, "No findings were made.")]
    [InlineData(0, 1, "No finding reaches the bar of risky, which does not mean that there is no fraud. These come next, by expected loss:")]
    [InlineData(1, 1, "1 risky finding:")]
    [InlineData(1204, 2, "1,204 risky findings; the first 2 by expected loss:")]
    public void Head_OfSoManyRiskyFindings_SaysHowManyAndWhatFollows(int risky, int shown, string head) =>
        Assert.Equal(head, DemoReport.Lines(risky, [.. Enumerable.Range(0, shown).Select(_ => Finding(risky > 0))]).First());

    [Fact]
    public void Lines_OfARiskyFinding_AreTheFirstOnesAndTheReasonsWithNames() => Assert.Equal(
        ["1 risky finding:", "", "Finding 7: 30 payments on one device", "  30 payments.", "  One device. Devices d-1, d-2."],
        DemoReport.Lines(1, [Finding(risky: true)]));

    [Fact]
    public void Lines_OfAFindingThatIsNotRisky_SayWhatItLacks() =>
        Assert.Equal("  Two more known frauds.", DemoReport.Lines(0, [Finding(risky: false)]).Last());

    private static FindingDetail Finding(bool risky) => new(
        new FindingSummary(7, 30, risky, RiskBasis.Coordination, 0.5, 0.2, 0.8, 10, 5, 0, 0, 0, 10, 0, 0, 0, 30, 0, 0.5, 3, default, default,
            "30 payments on one device"),
        new FindingNarrative
        {
            Finding = 7,
            Headline = "30 payments on one device",
            Sentences =
            [
                new(SentenceKind.What, "30 payments.", null) { Place = SentencePlace.Lead },
                new(SentenceKind.Contrast, "One device.", null)
                {
                    Place = SentencePlace.Reason,
                    Names = [new NamedValue("device", "d-1", 20, 3), new NamedValue("device", "d-2", 10, 3)],
                },
                new(SentenceKind.Limit, "Folded away.", null),
                new(SentenceKind.Missing, "Two more known frauds.", null),
            ],
            Contrasts = [],
        },
        [],
        new FindingParts([7], false, []));
}
