using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Tests.Ingest.Sources;

public class ColumnNamesTests
{
    [Fact]
    public void Distinct_EqualNames_NumbersTheLaterOnesWithoutTakingAnothersName()
    {
        Assert.Equal(["a", "b", "a (3)", "a (2)", "a (4)"], ColumnNames.Distinct(["a", "b", "a", "a (2)", "a"]));
        string[] own = ["a", "b"];
        Assert.Same(own, ColumnNames.Distinct(own));
    }
}
