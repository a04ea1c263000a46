using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;

namespace Investigator.Engine.Tests.Features;

public class PersonalFeaturesTests
{
    private static readonly Dictionary<string, string> Columns = new() { ["account"] = "account", ["entity_ip"] = "ip", ["attribute_age"] = "age" };

    [Fact]
    public void Shows_AnAttributeAsItIs_IsItsColumn()
    {
        Assert.Equal("age", Of(Expression.Kind, "attribute_age"));
        Assert.Null(Of(Category.Kind, "attribute_browser"));
    }

    [Fact]
    public void Shows_TheNetworkOfAnAddress_IsTheAddress() => Assert.Equal("ip", Of(Category.Kind, "derived_ip_network"));

    [Fact]
    public void Shows_AnExpertsOwnText_IsWhatItsSqlReads()
    {
        Assert.Equal("ip", PersonalFeatures.Shows(Feature(Category.Kind) with { Sql = "left(t.entity_ip, 3)" }, Columns));
        Assert.Null(PersonalFeatures.Shows(Feature(Category.Kind) with { Sql = "t.currency" }, Columns));
    }

    [Fact]
    public void Shows_ACountByAddress_IsNothing() =>
        Assert.Null(PersonalFeatures.Shows(Feature(TransactionCount.Kind) with { Key = "entity_ip", Column = "account" }, Columns));

    [Fact]
    public void Shows_AShareOfOneNamedValue_IsItsColumn() =>
        Assert.Equal("ip", PersonalFeatures.Shows(Feature(Share.Kind) with { Key = "account", Column = "entity_ip", Value = "10.0.0.1" }, Columns));

    private static string? Of(FeatureKind kind, string column) => PersonalFeatures.Shows(Feature(kind) with { Column = column }, Columns);

    private static FeatureDefinition Feature(FeatureKind kind) => new() { Name = "f", Phrase = "f", Unit = "text", Kind = kind };
}
