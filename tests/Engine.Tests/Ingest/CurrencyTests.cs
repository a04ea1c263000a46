using System.Globalization;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Tests.Ingest;

public class CurrencyTests
{
    private static Mapping Mapping(Dictionary<string, double>? rates = null) => new()
    {
        Transactions = new() { Id = "id", Account = "account", Time = "time", Amount = "amount", Currency = "currency", Rates = rates ?? [] },
    };

    /// <summary>Payments in order of time.</summary>
    private static string Csv(params IEnumerable<(double Amount, string Currency)> payments)
    {
        var text = new StringBuilder("id,account,time,amount,currency\n");
        foreach (var (i, p) in payments.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"t{i:00},a,2024-03-01T10:{i:00}:00Z,{p.Amount},{p.Currency}\n");
        }
        return text.ToString();
    }

    private static TransactionFacts Facts(Dataset dataset)
    {
        var context = new StageContext { Threads = 1 };
        return TransactionFacts.Read(dataset, EventSequences.Build(dataset, new SequenceOptions(), context), null, null, context);
    }

    [Fact]
    public void Load_OneCurrencySpeltInSeveralWays_IsOne()
    {
        using var bench = new LoadBench { Mapping = Mapping() };
        var dataset = bench.Load(bench.Write("t.csv", Csv((10, "EUR"), (20, "eur"), (30, "Eur"), (40, "€"), (50, "euro"))));
        Assert.Empty(dataset.Currencies);
        Assert.Equal([10, 20, 30, 40, 50], Facts(dataset).Amounts);
    }

    [Fact]
    public void Load_RatesSpeltOtherwiseThanTheRows_AreUsed()
    {
        using var bench = new LoadBench { Mapping = Mapping(new() { ["eur"] = 2, ["usd"] = 1 }) };
        var dataset = bench.Load(bench.Write("t.csv", Csv((10, "EUR"), (20, "EUR"), (30, "Usd"))));
        Assert.Equal([new CurrencyUse("EUR", 2, 1, true), new CurrencyUse("USD", 1, 0.5, true)], dataset.Currencies);
    }

    [Fact]
    public void Load_TwoCurrenciesWithoutRates_CountAUsualPaymentAsMuchInBoth()
    {
        using var bench = new LoadBench { Mapping = Mapping() };
        var dataset = bench.Load(bench.Write("t.csv", Csv((10, "EUR"), (20, "EUR"), (30, "EUR"), (3000, "JPY"), (6000, "JPY"), (7, ""))));
        Assert.Equal([new CurrencyUse("EUR", 3, 1, true), new CurrencyUse("JPY", 2, 20.0 / 4500, false)], dataset.Currencies);
        var facts = Facts(dataset);
        Assert.Equal("EUR", facts.Currency);
        Assert.Equal([10, 20, 30, 3000 * 20.0 / 4500, 6000 * 20.0 / 4500, 7], facts.Amounts);
        Assert.Equal([10, 20, 30, 3000, 6000, 7], Enumerable.Range(0, 6).Select(facts.OwnAmount));
        Assert.Equal("€67.00 and JPY 9,000.00", facts.MoneyInWords([.. Enumerable.Range(0, 6)]));
        Assert.Equal("JPY 3,000.00", facts.MoneyInWords([3]));
        var note = Assert.Single(dataset.Notes);
        Assert.Contains("all count in EUR (2 rows of JPY at 0.004444, the ratio of the median amounts)", note, StringComparison.Ordinal);
        Assert.Contains("1 row without a currency", note, StringComparison.Ordinal);
        Assert.Equal(["10.0", "20.0", "30.0", "3000.0", "6000.0", "7.0"],
            LoadBench.Rows($"SELECT ({dataset.OwnAmount("t")})::VARCHAR FROM {dataset.TransactionsTable} t ORDER BY row"));
    }

    [Fact]
    public void Load_TwoCurrenciesWithRates_AreConverted()
    {
        using var bench = new LoadBench { Mapping = Mapping(new() { ["USD"] = 1, ["EUR"] = 1.25 }) };
        var dataset = bench.Load(bench.Write("t.csv", Csv((10, "EUR"), (20, "EUR"), (50, "USD"))));
        Assert.Equal(new CurrencyUse("USD", 1, 0.8, true), dataset.Currencies[1]);
        Assert.Equal([10, 20, 40], Facts(dataset).Amounts);
        Assert.DoesNotContain("median", Assert.Single(dataset.Notes), StringComparison.Ordinal);
        Assert.Equal("amount in EUR", FeatureCatalog.Default(dataset).Single(f => f.Name == "amount").Phrase);
    }

    [Fact]
    public void Load_OneCurrency_LeavesAmountsAsTheyAre()
    {
        using var bench = new LoadBench { Mapping = Mapping(new() { ["EUR"] = 3 }) };
        var dataset = bench.Load(bench.Write("t.csv", Csv((10.1, "EUR"), (20, "EUR"))));
        Assert.Empty(dataset.Currencies);
        Assert.Empty(dataset.Notes);
        Assert.Equal(("EUR", 10.1), (Facts(dataset).Currency, Facts(dataset).Amounts[0]));
        Assert.Equal("€30.10", Facts(dataset).MoneyInWords([0, 1]));
    }

    [Theory]
    [InlineData("""{ "id": "i", "account": "a", "time": "t", "currency": "c", "rates": { "EUR": 0 } }""", "EUR: 0")]
    [InlineData("""{ "id": "i", "account": "a", "time": "t", "rates": { "EUR": 1 } }""", "currency column")]
    public void Read_RatesThatMakeNoSense_AreRefused(string transactions, string says)
    {
        using var bench = new LoadBench();
        var path = bench.Write("m.json", $$"""{ "transactions": {{transactions}} }""");
        Assert.Contains(says, Assert.Throws<InputException>(() => MappingFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_PaymentsAtOneInstant_StandInTheOrderOfTheirIdsHoweverTheFileHasThem()
    {
        using var bench = new LoadBench { Mapping = Mapping() };
        var dataset = bench.Load(bench.Write("t.csv", "id,account,time,amount,currency\n"
            + "t3,b,2024-03-01T10:00:00Z,5,EUR\nt1,a,2024-03-01T10:00:00Z,5,EUR\nt2,a,2024-03-01T10:00:00Z,5,EUR\nt0,a,2024-03-01T10:01:00Z,5,EUR\n"));
        Assert.Equal(["t1", "t2", "t3", "t0"], LoadBench.Rows($"SELECT id FROM {dataset.TransactionsTable} ORDER BY row"));
    }
}
