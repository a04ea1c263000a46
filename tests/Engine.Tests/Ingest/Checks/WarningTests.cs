using Investigator.Engine.Ingest;

namespace Investigator.Engine.Tests.Ingest.Checks;

public sealed class WarningTests : IDisposable
{
    private readonly CheckBench _bench = new();

    private TransactionMapping T
    {
        get => _bench.Mapping.Transactions;
        set => _bench.Mapping = _bench.Mapping with { Transactions = value };
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Check_OrdinaryShop_WarnsOfNothing()
    {
        T = T with { Entities = new Dictionary<string, string> { ["device"] = "device" }, Attributes = ["browser"] };
        var report = _bench.Check(CheckBench.Shop(200, ",device,browser", i => $",d{i % 60},{(i % 3 == 0 ? "Firefox" : "Chrome")}"));
        Assert.Equal(["the times of “time” name no time zone and are taken as UTC"], report.Advice.Select(static a => a.Text));
        Assert.True(report.CanLoad);
        Assert.Equal(["id", "account", "time", "amount", "device", "attribute"], report.Tables[0].Columns.Select(static c => c.Part));
        Assert.Equal(["t0", "a0", "2026-03-01 10:00:00", "1.5", "d0", "Firefox"], report.Tables[0].Rows[0]);
    }

    [Fact]
    public void Check_LargeFile_LooksAtItsStartMiddleAndEnd()
    {
        var rows = CheckBench.Shop(100_000).Replace("\nt99999,a4", "\nt99999,", StringComparison.Ordinal);
        var report = _bench.Check(rows, wholeUpTo: 1000);
        Assert.True(report.IsSample);
        Assert.InRange(report.Tables[0].Counts.Read, 1_000, 60_000);
        Assert.Equal("t0", report.Tables[0].Rows[0][0]);
        Assert.Equal("account is missing", Assert.Single(report.Tables[0].Rejects).Reason);
        Assert.False(_bench.Check(rows).IsSample);
    }

    [Fact]
    public void Check_DeviceOnManyRows_NamesItAndTakesItAsNothingOnDemand()
    {
        T = T with { Entities = new Dictionary<string, string> { ["device"] = "device" } };
        var rows = CheckBench.Shop(100, ",device", i => i % 3 == 0 ? ",web-client" : $",d{i}");
        var advice = CheckBench.Of(_bench.Check(rows), "34% of the rows have the device ‘web-client’");
        Assert.Equal((AdviceLevel.Warning, "device"), (advice.Level, advice.Column));
        _bench.Apply(advice.Remedies, "stands for nothing");
        Assert.Contains("web-client", _bench.Mapping.Missing!);
        Assert.Contains("null", _bench.Mapping.Missing!);
        Assert.DoesNotContain(_bench.Check(rows).Advice, static a => a.Column == "device");
    }

    [Fact]
    public void Check_ConstantAccountAndDevice_SaysThatAllPaymentsLookLikeOne()
    {
        T = T with { Account = "who", Entities = new Dictionary<string, string> { ["ip"] = "ip" } };
        var report = _bench.Check(CheckBench.Shop(30, ",who,ip", static _ => ",shop,10.0.0.1"));
        _bench.Apply(CheckBench.Of(report, "all rows have the same account").Remedies, "stands alone");
        _bench.Apply(CheckBench.Of(report, "all rows have the same ip").Remedies, "Leave ‘ip’ out");
        Assert.Null(T.Account);
        Assert.Empty(T.Entities);
        CheckBench.Of(_bench.Check(CheckBench.Shop(30)), "each payment stands alone");
    }

    [Fact]
    public void Check_AccountOfItsOwnInEachRow_DoubtsThatItIsOne()
    {
        T = T with { Account = "id" };
        var advice = CheckBench.Of(_bench.Check(CheckBench.Shop(60)), "may number the payments");
        Assert.Equal((AdviceLevel.Warning, "id"), (advice.Level, advice.Column));
    }

    [Fact]
    public void Check_TimesInTheFutureAndLongAgo_AreCounted()
    {
        var rows = CheckBench.Shop(60).Replace("t3,a3,2026", "t3,a3,2099", StringComparison.Ordinal)
            .Replace("t4,a4,2026", "t4,a4,1970", StringComparison.Ordinal);
        var report = _bench.Check(rows);
        Assert.Contains("1 payment of 60 lies in the future, up to 2099-03-04", CheckBench.Of(report, "in the future").Text, StringComparison.Ordinal);
        Assert.Contains("1 payment of 60 lies before the year 2000, from 1970-03-05", CheckBench.Of(report, "before the year 2000").Text,
            StringComparison.Ordinal);
        Assert.True(report.CanLoad);
    }

    [Fact]
    public void Check_DatesOnlyAndEventsInWholeMinutes_SaysWhatHasNoOrder()
    {
        _bench.Mapping = _bench.Mapping with { Events = new() { Account = "account", Time = "time", Type = "page" } };
        var payments = string.Concat(Enumerable.Range(0, 30).Select(static i => $"t{i},a{i % 7},2026-03-{1 + (i % 28):00},{i}.5\n"));
        var events = string.Concat(Enumerable.Range(0, 30).Select(static i => $"a{i % 7},2026-03-{1 + (i % 28):00} 09:{i % 60:00},home\n"));
        var report = _bench.Check("id,account,time,amount\n" + payments, "account,time,page\n" + events);
        Assert.Contains("whole days", CheckBench.Of(report, "times of payments").Text, StringComparison.Ordinal);
        Assert.Equal("events", CheckBench.Of(report, "times of events are whole minutes").Table);
    }

    [Fact]
    public void Check_AmountsAllZeroOrACount_AreDoubted()
    {
        T = T with { Amount = "zero" };
        CheckBench.Of(_bench.Check(CheckBench.Shop(60, ",zero", static _ => ",0")), "all amounts are 0");
        T = T with { Amount = "n" };
        var advice = CheckBench.Of(_bench.Check(CheckBench.Shop(60, ",n", static i => $",{i + 1000}")), "like a count of the rows");
        _bench.Apply(advice.Remedies, "no amounts");
        Assert.Null(T.Amount);
    }

    [Fact]
    public void Check_TwoCurrenciesWithoutRates_WarnsAndWithRatesNotes()
    {
        T = T with { Currency = "currency" };
        var rows = CheckBench.Shop(60, ",currency", static i => i % 2 == 0 ? ",EUR" : ",JPY");
        Assert.Equal((AdviceLevel.Warning, "currency"), Level(CheckBench.Of(_bench.Check(rows), "2 currencies")));
        T = T with { Rates = new Dictionary<string, double> { ["EUR"] = 1, ["JPY"] = 0.006 } };
        Assert.Equal((AdviceLevel.Note, "currency"), Level(CheckBench.Of(_bench.Check(rows), "2 currencies")));

        static (AdviceLevel, string?) Level(Advice advice) => (advice.Level, advice.Column);
    }

    [Fact]
    public void Check_OneOutcomeOnly_SaysThatNothingCanBeLearned()
    {
        T = T with { Outcome = new() { Column = "fraud", Fraud = ["1"], Legitimate = ["0"] } };
        CheckBench.Of(_bench.Check(CheckBench.Shop(60, ",fraud", static _ => ",0")), "no payment is known as fraud");
        var swapped = CheckBench.Of(_bench.Check(CheckBench.Shop(60, ",fraud", static i => i % 10 == 0 ? ",0" : ",1")), "90% of the known outcomes are fraud");
        _bench.Apply(swapped.Remedies, "Swap");
        Assert.Equal(("0", "1"), (Assert.Single(T.Outcome!.Fraud), Assert.Single(T.Outcome.Legitimate)));
        var report = _bench.Check(CheckBench.Shop(60, ",fraud", static i => i % 10 == 0 ? ",0" : ",1"));
        Assert.Equal(AdviceLevel.Note, CheckBench.Of(report, "known at once").Level);
    }

    [Fact]
    public void Check_DecisionOfOneWord_SaysThatItTellsNothing()
    {
        T = T with { Decision = new() { Column = "status", Approved = ["ok"], Declined = ["no"] } };
        var advice = CheckBench.Of(_bench.Check(CheckBench.Shop(30, ",status", static _ => ",ok")), "all payments were approved");
        _bench.Apply(advice.Remedies, "no decisions");
        Assert.Null(T.Decision);
    }

    [Fact]
    public void Check_AttributesThatSayNothing_AreListedAndLeftOutOnDemand()
    {
        T = T with { Attributes = ["same", "row", "note", "empty", "browser"] };
        var report = _bench.Check(CheckBench.Shop(80, ",same,row,note,empty,browser", static i => $",x,{i},text {i},,b{i % 5}"));
        CheckBench.Of(report, "one value everywhere in ‘same’");
        CheckBench.Of(report, "no value in ‘empty’");
        CheckBench.Of(report, "a value of its own in ‘note’");
        _bench.Apply(CheckBench.Of(report, "‘row’ looks like a count of the rows").Remedies, "Leave ‘row’ out");
        Assert.Equal(["same", "note", "empty", "browser"], T.Attributes);
    }

    [Fact]
    public void Check_AttributeThatIsTheOutcome_IsCalledALeak()
    {
        T = T with { Attributes = ["closed", "browser"], Outcome = new() { Column = "fraud", Fraud = ["1"], Legitimate = ["0"] } };
        var report = _bench.Check(CheckBench.Shop(200, ",fraud,closed,browser", static i => $",{(i % 10 == 0 ? "1,stolen" : "0,")},b{i % 3}"));
        Assert.Equal("closed", CheckBench.Of(report, "nearly the same as the outcome").Column);
    }
}
