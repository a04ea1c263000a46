using Investigator.Engine.Ingest;

namespace Investigator.Engine.Tests.Ingest.Checks;

public sealed class RejectRemedyTests : IDisposable
{
    private readonly CheckBench _bench = new();

    private TransactionMapping T
    {
        get => _bench.Mapping.Transactions;
        set => _bench.Mapping = _bench.Mapping with { Transactions = value };
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Check_WordsWithoutMeaning_OffersToIgnoreOrToGiveThemOne()
    {
        T = T with { Outcome = new() { Column = "fraud", Fraud = ["1"], Legitimate = ["0"] } };
        var rows = CheckBench.Shop(60, ",fraud", static i => i < 4 ? ",open" : i % 9 == 0 ? ",1" : ",0");
        var report = _bench.Check(rows);
        var kind = Assert.Single(report.Tables[0].Rejects);
        Assert.Equal(("fraud", 4L, "open"), (kind.Column, kind.Rows, kind.Examples[0].Value));
        Assert.False(report.CanLoad);
        CheckBench.Of(report, "4 of 60 rows (6.7%) cannot be used, and 1% are allowed: mend what is refused, or allow 6.7% (--max-rejects 6.7%)");
        var before = _bench.Mapping;
        _bench.Apply(kind.Remedies, "‘open’ is fraud");
        Assert.Equal(["1", "open"], T.Outcome!.Fraud);
        Assert.Equal(60, _bench.Check(rows).Tables[0].Counts.Kept);
        _bench.Mapping = before;
        _bench.Apply(kind.Remedies, "‘open’ says nothing");
        Assert.Equal(["open"], T.Outcome!.Ignored);
    }

    [Fact]
    public void Check_IdsThatRepeat_OffersTheNumberOfTheRow()
    {
        T = T with { Id = "order" };
        var rows = CheckBench.Shop(60, ",order", static i => $",o{i / 2}");
        var report = _bench.Check(rows);
        _bench.Apply(Assert.Single(report.Tables[0].Rejects).Remedies, "Number the rows");
        Assert.Null(T.Id);
        Assert.Equal(60, _bench.Check(rows).Tables[0].Counts.Kept);
    }

    [Fact]
    public void Check_AccountMissingInSomeRows_OffersTheEmailOrNone()
    {
        T = T with { Account = "user", Entities = new Dictionary<string, string> { ["email"] = "mail" } };
        var report = _bench.Check(CheckBench.Shop(60, ",user,mail", static i => $",{(i % 2 == 0 ? "" : "u" + (i % 7))},m{i % 9}@example.org"));
        var kind = Assert.Single(report.Tables[0].Rejects);
        _bench.Apply(kind.Remedies, "The email in ‘mail’ is the account");
        Assert.Equal("mail", T.Account);
        Assert.Empty(T.Entities);
        Assert.Single(kind.Remedies, static r => r.Text == "Each payment stands alone");
    }
}
