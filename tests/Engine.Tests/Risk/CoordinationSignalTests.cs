using System.Text.Json;
using Investigator.Engine.Risk;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Risk;

public class CoordinationSignalTests
{
    [Theory]
    [InlineData("entity_sharing_device", SignalKind.EntitySharing, "device")]
    [InlineData("entity_spread_card_holder", SignalKind.EntitySpread, "card_holder")]
    [InlineData("novelty_account", SignalKind.NewAccounts, null)]
    [InlineData("novelty_ip", SignalKind.NewEntities, "ip")]
    [InlineData("same_sequence", SignalKind.SamePages, null)]
    [InlineData("same_rhythm", SignalKind.SamePace, null)]
    [InlineData("burst", SignalKind.DayBurst, null)]
    [InlineData("burst_7d", SignalKind.WeekBurst, null)]
    [InlineData("decline_share", SignalKind.Declines, null)]
    [InlineData("same_amount", SignalKind.SameAmount, null)]
    [InlineData("near_amount", SignalKind.NearAmount, null)]
    public void Read_OfAnEarlierVersion_HasKindAndEntity(string name, SignalKind kind, string? entity)
    {
        var json = $$"""{ "name": "{{name}}", "phrase": "as said", "value": 4.5, "rest": 1, "weight": 0.25 }""";
        var read = JsonSerializer.Deserialize<CoordinationSignal>(json, JsonFile.Options);
        Assert.Equal(new CoordinationSignal(kind, entity, "as said", 4.5, 1, 0.25), read);
    }

    [Fact]
    public void Read_UnknownName_IsRefused() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CoordinationSignal>(
            """{ "name": "hunch", "phrase": "", "value": 0, "rest": 0, "weight": 0 }""", JsonFile.Options));

    [Fact]
    public void Write_ThenRead_IsTheSame()
    {
        CoordinationSignal[] signals = [new(SignalKind.EntitySharing, "device", "accounts per device", 8, 1, 0.35),
            new(SignalKind.DayBurst, null, "share", 0.5, 0, 0)];
        var json = JsonFile.Text(signals);
        Assert.Equal(signals, JsonSerializer.Deserialize<CoordinationSignal[]>(json, JsonFile.Options));
        Assert.Contains("\"kind\": \"entity_sharing\"", json, StringComparison.Ordinal);
    }
}
