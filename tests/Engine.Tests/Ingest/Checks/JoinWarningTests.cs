using Investigator.Engine.Ingest;

namespace Investigator.Engine.Tests.Ingest.Checks;

public sealed class JoinWarningTests : IDisposable
{
    private readonly CheckBench _bench = new();

    public JoinWarningTests() => _bench.Mapping = _bench.Mapping with { Events = new() { Account = "account", Time = "time", Type = "page" } };

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("A{0}", "upper and lower case", "Upper and lower case are one")]
    [InlineData("cust-00{0}", "before the number", null)]
    [InlineData("zz{0}9999", "another column may name the same accounts", null)]
    public void Check_NoEventFindsItsAccount_SaysWhyWithExamplesOfBothSides(string account, string why, string? remedy)
    {
        var advice = CheckBench.Of(_bench.Check(CheckBench.Shop(60), Events(account)), "no event finds a payment");
        Assert.Contains(why, advice.Text, StringComparison.Ordinal);
        Assert.Contains($"events say ‘{string.Format(null, account, 0)}’, payments ‘a0’", advice.Text, StringComparison.Ordinal);
        if (remedy is null) Assert.Empty(advice.Remedies);
        else _bench.Apply(advice.Remedies, remedy);
        Assert.Equal(remedy is not null, _bench.Mapping.IgnoreCase);
    }

    [Fact]
    public void Check_EventsOfAnotherYear_SaysSo() =>
        CheckBench.Of(_bench.Check(CheckBench.Shop(60), Events("a{0}", 2023)), "events and payments are of different times: events from 2023-03-01");

    [Fact]
    public void Check_EventsThatNameOtherPayments_OffersToJoinWithoutThem()
    {
        _bench.Mapping = _bench.Mapping with { Events = _bench.Mapping.Events! with { Transaction = "order" } };
        var advice = CheckBench.Of(_bench.Check(CheckBench.Shop(60), "order," + Events("a{0}").Replace("\na", "\nT7,a", StringComparison.Ordinal)),
            "no event names a payment that is there (events say ‘T7’, payments ‘t0’)");
        _bench.Apply(advice.Remedies, "by account and time");
        Assert.Null(_bench.Mapping.Events!.Transaction);
    }

    [Fact]
    public void Check_EventsThatFit_WarnsOfNothing() =>
        Assert.DoesNotContain(_bench.Check(CheckBench.Shop(60), Events("a{0}")).Advice, static a => a.Level != AdviceLevel.Note);

    private static string Events(string account, int year = 2026) => "account,time,page\n" + string.Concat(Enumerable.Range(0, 40).Select(
        i => $"{string.Format(null, account, i % 7)},{year}-03-{1 + (i % 28):00} 09:{i % 60:00}:{i % 59:00},home\n"));
}
