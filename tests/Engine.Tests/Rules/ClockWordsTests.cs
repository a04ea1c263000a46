using Investigator.Engine.Core;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Tests.Rules;

public class ClockWordsTests
{
    [Theory]
    [InlineData(RuleOperator.AtMost, 0, "time on a page is under a minute")]
    [InlineData(RuleOperator.AtMost, 30, "time on a page is under a minute")]
    [InlineData(RuleOperator.Below, 30, "time on a page is under a minute")]
    [InlineData(RuleOperator.Above, 0, "time on a page is not under a minute")]
    [InlineData(RuleOperator.AtLeast, 30, "time on a page is not under a minute")]
    [InlineData(RuleOperator.AtLeast, 60, "time on a page is at least 1 min")]
    [InlineData(RuleOperator.AtMost, 120, "time on a page is at most 2 min")]
    public void Words_ThresholdWithinAStepOfTheClock_IsSaidAsUnderIt(RuleOperator op, double number, string expected)
    {
        var condition = new RuleCondition("stay", op, number, null);
        var field = RuleField.OfFeature("stay", "time on a page", Units.Seconds, isCategory: false, ClockStep.Minute);
        Assert.Equal(expected, RuleText.Words(new RuleSchema([field]), condition));
        if (number < 60) Assert.DoesNotContain("minute", RuleText.Words(new RuleSchema([field with { Clock = null }]), condition), StringComparison.Ordinal);
    }
}
