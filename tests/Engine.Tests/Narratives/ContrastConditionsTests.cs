using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Tests.Narratives;

public class ContrastConditionsTests
{
    private static readonly (SignalKind?, string?)[] Sharing = [(null, null), (SignalKind.EntitySharing, "ip")];

    [Theory]
    [InlineData(SignalKind.SamePace, true)]
    [InlineData(SignalKind.MachinePacing, true)]
    [InlineData(SignalKind.DayBurst, false)]
    public void SaysTheSame_TimeOnAPage_OnlyWherePaceIsTold(SignalKind told, bool same)
    {
        Assert.Equal(same, ContrastConditions.SaysTheSame(Feature(Dwell.Mean, null), [(told, null)]));
        Assert.Equal(same, ContrastConditions.SaysTheSame(Feature(TimeToPayment.Kind, null), [(told, null)]));
    }

    [Theory]
    [InlineData("entity_ip", true)]
    [InlineData("derived_ip_network", true)]
    [InlineData("entity_device", false)]
    [InlineData("account", false)]
    public void SaysTheSame_CountsOnAnEntity_OnlyWhereItsSharingIsTold(string key, bool same)
    {
        Assert.Equal(same, ContrastConditions.SaysTheSame(Feature(TransactionCount.Kind, key), Sharing));
        Assert.Equal(same, ContrastConditions.SaysTheSame(Feature(DistinctCount.Kind, key), Sharing));
    }

    [Theory]
    [InlineData("entity_ip", true)]
    [InlineData("entity_device", false)]
    public void SaysTheSame_CountsOnAnEntity_WhereItIsToldToBeNew(string key, bool same) =>
        Assert.Equal(same, ContrastConditions.SaysTheSame(Feature(TransactionCount.Kind, key), [(SignalKind.NewEntities, "ip")]));

    [Theory]
    [InlineData("ip_network", true)]
    [InlineData("browser", false)]
    public void SaysTheSame_NetworkOfAnAddress_OnlyWhereItsSharingIsTold(string name, bool same) =>
        Assert.Equal(same, ContrastConditions.SaysTheSame(Feature(Expression.Kind, null) with { Name = name }, Sharing));

    private static FeatureDefinition Feature(FeatureKind kind, string? key) =>
        new() { Name = "measured", Phrase = "what is measured", Unit = Units.Count, Kind = kind, Key = key };
}
