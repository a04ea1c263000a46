using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Risk;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Facts;

public class KnownOutcomeTests
{
    private static readonly DateTime AsOf = Shop.Start.AddHours(100);

    [Fact]
    public void Outcome_WhereKnownAtIsMapped_IsKnownOnlyFromThatTimeOn()
    {
        var shop = new Shop();
        shop.Add(
            new Payment(1, "early", Outcome: "fraud", KnownAtHours: 99.9),
            new Payment(2, "just", Outcome: "fraud", KnownAtHours: 100),
            new Payment(3, "late", Outcome: "legitimate", KnownAtHours: 100.1),
            new Payment(4, "blank", Outcome: "fraud"),
            new Payment(5, "none", KnownAtHours: 6));
        Assert.Equal([Outcome.Fraud, Outcome.Fraud, Outcome.Unknown, Outcome.Unknown, Outcome.Unknown], Known(shop, true));
    }

    [Fact]
    public void Outcome_WhereKnownAtIsNotMapped_IsKnownFromTheTransactionOn()
    {
        var shop = new Shop();
        shop.Add(new Payment(99, "a", Outcome: "fraud"), new Payment(100, "b", Outcome: "legitimate"), new Payment(101, "c", Outcome: "fraud"));
        Assert.Equal([Outcome.Fraud, Outcome.Legitimate, Outcome.Unknown], Known(shop, false));
    }

    [Fact]
    public void Ledger_CountsWhereTheSourceSaysNothingYet()
    {
        var shop = new Shop();
        shop.Add(
            new Payment(0, "source says so", Outcome: "legitimate", KnownAtHours: 50),
            new Payment(1, "source will say so", Outcome: "legitimate", KnownAtHours: 200),
            new Payment(2, "nobody knows"),
            new Payment(3, "told twice"),
            new Payment(4, "told later"),
            new Payment(5, "told at one time"));
        var payments = shop.Payments;
        LedgerEntry[] entries =
        [
            Entry(payments, 0, Outcome.Fraud, 60), Entry(payments, 1, Outcome.Fraud, 60),
            Entry(payments, 3, Outcome.Legitimate, 90), Entry(payments, 3, Outcome.Fraud, 80),
            Entry(payments, 4, Outcome.Fraud, 101), Entry(payments, 5, Outcome.Legitimate, 70), Entry(payments, 5, Outcome.Fraud, 70),
            Entry(payments, 2, Outcome.Fraud, 1) with { Transaction = "of another source" },
        ];
        using var folder = new TempFolder();
        var facts = Read(shop, folder.Path, true, entries);
        Assert.Equal([Outcome.Legitimate, Outcome.Fraud, Outcome.Unknown, Outcome.Legitimate, Outcome.Unknown, Outcome.Fraud], facts.Outcomes);
        Assert.Equal(1, facts.Differing);
        Assert.Contains("for 1 of the transactions the ledger says otherwise", Assert.Single(facts.Notes()), StringComparison.Ordinal);
    }

    /// <summary>Two shops of one name whose payments are numbered alike.</summary>
    [Fact]
    public void Ledger_OfAnotherSourcesTransactionsOfTheSameIds_CountsForNone()
    {
        var shop = new Shop();
        shop.Add(new Payment(0, "anna"), new Payment(1, "ben"), new Payment(2, "cleo"), new Payment(3, "dora", Outcome: "legitimate", KnownAtHours: 4));
        var payments = shop.Payments;
        LedgerEntry[] entries =
        [
            Entry(payments, 0, Outcome.Fraud, 60) with { Account = "of the other shop" },
            Entry(payments, 1, Outcome.Fraud, 60) with { Time = Shop.Start.AddMinutes(-1) },
            Entry(payments, 2, Outcome.Legitimate, 60),
            Entry(payments, 2, Outcome.Fraud, 70) with { Account = "of the other shop" },
            Entry(payments, 3, Outcome.Fraud, 60) with { Account = "of the other shop" },
        ];
        using var folder = new TempFolder();
        var facts = Read(shop, folder.Path, true, entries);
        Assert.Equal([Outcome.Unknown, Outcome.Unknown, Outcome.Legitimate, Outcome.Legitimate], facts.Outcomes);
        Assert.Equal(0, facts.Differing);
    }

    [Fact]
    public void Ledger_OfEntriesThatAreUnsure_IsRefused()
    {
        using var folder = new TempFolder();
        Assert.Throws<ArgumentException>(() => OutcomeLedger.Write(folder.Path, [Entry([new(0, "a")], 0, Outcome.Unknown, 1)]));
    }

    [Fact]
    public void Ledger_Empty_LeavesNoFile()
    {
        using var folder = new TempFolder();
        OutcomeLedger.Write(folder.Path, [Entry([new(0, "a")], 0, Outcome.Fraud, 1)]);
        OutcomeLedger.Write(folder.Path, []);
        Assert.Null(OutcomeLedger.In(folder.Path));
    }

    /// <summary>The rule written out once more, row by row, over random data: arrays and SQL agree with it and with each other.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Transactions_OnRandomData_AreWhatTheRuleSays(int seed, bool knownAt)
    {
        var random = new Random(seed);
        var shop = new Shop();
        for (var i = 0; i < 2000; i++)
        {
            var hours = random.Next(0, 120);
            int? known = knownAt && random.Next(3) > 0 ? random.Next(hours + 1, 160) : null;
            shop.Add(new Payment(hours + (i / 1e6), "a", Outcome: Any(null, "fraud", "legitimate"), KnownAtHours: known));
        }
        var payments = shop.Payments;
        LedgerEntry[] entries = [.. Enumerable.Range(0, 1500)
            .Select(_ => Strange(Entry(payments, random.Next(2000), random.Next(2) == 0 ? Outcome.Fraud : Outcome.Legitimate, random.Next(60, 140))))];
        using var folder = new TempFolder();
        var facts = Read(shop, folder.Path, knownAt, entries);

        var expected = payments.Select((p, row) =>
        {
            var at = knownAt ? p.KnownAtHours : p.Hours;
            if (at <= 100 && p.Outcome is not null) return p.Outcome == "fraud" ? Outcome.Fraud : Outcome.Legitimate;
            var told = entries.Where(e => e.Transaction == $"t{row}" && e.Account == p.Account && e.KnownAt <= AsOf);
            return told.OrderBy(e => e.KnownAt).LastOrDefault()?.Outcome ?? Outcome.Unknown;
        });
        Assert.Equal(expected, facts.Outcomes);
        Assert.Contains(Outcome.Fraud, facts.Outcomes);

        using var tables = TableConnection.Open();
        var relation = KnownOutcome.Transactions(Mapped(shop, folder.Path, knownAt), AsOf, OutcomeLedger.In(folder.Path));
        Assert.Equal(facts.Outcomes, tables.Query($"SELECT {KnownOutcome.Code("outcome")} FROM {relation} ORDER BY row", r => (Outcome)r.GetByte(0)));
        Assert.Equal(facts.Differing, tables.Scalar<int>($"SELECT count(*) FROM {relation} WHERE outcome_differs"));
        Assert.Equal(0, tables.Scalar<int>($"SELECT count(*) FROM {relation} WHERE (outcome IS NULL) <> (outcome_source IS NULL)"));

        // One in four is of another source, which numbers its transactions alike.
        LedgerEntry Strange(LedgerEntry entry) => random.Next(4) == 0 ? entry with { Account = "of the other shop" } : entry;

        string? Any(params string?[] words) => words[random.Next(words.Length)];
    }

    private static Outcome[] Known(Shop shop, bool knownAt)
    {
        using var folder = new TempFolder();
        return Read(shop, folder.Path, knownAt, []).Outcomes;
    }

    private static TransactionFacts Read(Shop shop, string folder, bool knownAt, IReadOnlyList<LedgerEntry> entries)
    {
        var dataset = Mapped(shop, folder, knownAt);
        OutcomeLedger.Write(folder, entries);
        return TransactionFacts.Read(dataset, shop.Sequences(), AsOf, OutcomeLedger.In(folder), Shop.Context);
    }

    private static Dataset Mapped(Shop shop, string folder, bool knownAt)
    {
        var dataset = shop.Write(folder);
        if (knownAt) return dataset;
        var transactions = dataset.Mapping.Transactions with { Outcome = new OutcomeMapping { Column = "outcome" } };
        return dataset with { Mapping = dataset.Mapping with { Transactions = transactions } };
    }

    private static LedgerEntry Entry(IReadOnlyList<Payment> payments, int row, Outcome outcome, double hours) => new(
        $"t{row}", payments[row].Account, Shop.Start.AddHours(payments[row].Hours), outcome, Shop.Start.AddHours(hours), ReportChannel.Case, "someone");
}
