using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Risk;
using Investigator.Engine.Tables;
using Investigator.Settings;

namespace Investigator.App.Tests.Settings;

public sealed class PolicySettingsTests
{
    public static TheoryData<PolicySettings, string> Impossible =>
    [
        (new PolicySettings { RiskyLowerBound = 1.01 }, "0 to 1"),
        (new PolicySettings { RiskyLowerBound = double.NaN }, "0 to 1"),
        (new PolicySettings { RiskyOdds = -1 }, "0 or more"),
        (new PolicySettings { RiskyCoordination = -0.1 }, "0 to 1"),
        (new PolicySettings { MinKnownOutcomes = -1 }, "0 or more"),
        (new PolicySettings { ClosureAmount = double.PositiveInfinity }, "0 to"),
        (new PolicySettings { RiskyOdds = 1e7 }, "0 to"),
        (new PolicySettings { MinKnownOutcomes = 1e7 }, "0 to"),
        (new PolicySettings { MaskedColumns = [new string('a', PolicySettings.LongestName + 1)] }, "names of columns"),
        (new PolicySettings { MaskedColumns = ["two\nlines"] }, "names of columns"),
        (new PolicySettings { MaskedColumns = [""] }, "names of columns"),
        (new PolicySettings { MaskedColumns = [.. Enumerable.Range(0, PolicySettings.MostColumns + 1).Select(i => $"c{i}")] }, "at most"),
    ];

    [Fact]
    public void Defaults_OfTheBars_AreThoseOfARun()
    {
        var options = new RunOptions();

        Assert.Equal(JsonFile.Text(options), JsonFile.Text(new PolicySettings().In(options)));
        new PolicySettings().Validate();
    }

    [Fact]
    public void In_OptionsOfARun_SetsTheBarsAndNothingElse()
    {
        var settings = new PolicySettings { RiskyLowerBound = 0.3, RiskyOdds = 7, RiskyCoordination = 0.9, MinKnownOutcomes = 4 };
        var options = new RunOptions { Seed = 7, Risk = new RiskOptions { PriorWeight = 6 } };

        var with = settings.In(options);

        Assert.Equal((7, 6.0), (with.Seed, with.Risk.PriorWeight));
        Assert.Equal((0.3, 7.0, 0.9, 4.0), (with.Risk.RiskyLowerBound, with.Risk.RiskyOdds, with.Risk.RiskyCoordination, with.Risk.MinKnownOutcomes));
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Validate_ValueOutOfRange_SaysWhatIsExpected(PolicySettings settings, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(settings.Validate).Message, StringComparison.Ordinal);

    [Fact]
    public void Equals_SameColumnsWrittenOtherwise_OnceTidyIsTrue()
    {
        var (one, other) = (new PolicySettings { MaskedColumns = ["ip", " card"] }, new PolicySettings { MaskedColumns = ["card", "ip", "", "IP"] });

        Assert.NotEqual(one, other);
        Assert.Equal(one.Tidy(), other.Tidy());
        Assert.Equal(one.Tidy().GetHashCode(), other.Tidy().GetHashCode());
    }
}
