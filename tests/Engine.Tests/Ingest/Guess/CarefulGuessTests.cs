using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Guess;

namespace Investigator.Engine.Tests.Ingest.Guess;

/// <summary>What a guess must never take for what.</summary>
public sealed class CarefulGuessTests : IDisposable
{
    private readonly GuessBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Guess_CounterCalledCustomer_IsNoAccount()
    {
        var guess = _bench.Guess("customer,time,amount,mail", 60, static i => $"{i + 1},2024-03-01 10:{i:00}:00,{i % 9}.5,b{i % 14}@example.org");
        Assert.Equal("-|mail|time|amount", GuessBench.Roles(guess));
        Assert.DoesNotContain("customer", guess.Mapping.Transactions.Attributes);
    }

    [Fact]
    public void Guess_AmountsOfTenDigits_AreNoTime()
    {
        var guess = _bench.Guess("user,value,when", 60, static i => $"u{i % 9},{1700000000 + (i * 37)},2024-03-01 10:{i:00}:00");
        Assert.Equal("-|user|when|value", GuessBench.Roles(guess));
    }

    [Fact]
    public void Guess_BirthdayAndExpiryBesideTheDate_AreNotTheTime()
    {
        var guess = _bench.Guess("user,birth date,card expiry date,booked", 60,
            static i => $"u{i % 9},1980-01-{1 + (i % 28):00},2027-01-01,2024-03-01 10:{i:00}:00");
        Assert.Equal("booked", guess.Mapping.Transactions.Time);
        Assert.True(guess.IsCertain);
        Assert.Empty(guess.Mapping.Transactions.Attributes);
    }

    [Fact]
    public void Guess_TwoTimesOfEqualRight_AsksWhich()
    {
        var guess = _bench.Guess("user,alpha,beta", 60, static i => $"u{i % 9},2024-03-01 10:{i:00}:00,2024-03-02 10:{i:00}:00");
        var advice = Assert.Single(guess.Advice, static a => a.Level == AdviceLevel.Decide);
        Assert.Equal(["‘alpha’ is the time", "‘beta’ is the time"], advice.Remedies.Select(static r => r.Text));
        Assert.Equal("beta", advice.Remedies[1].Mend(guess.Mapping).Transactions.Time);
    }

    [Fact]
    public void Guess_StatusOfOneKindOfWord_IsNoDecision()
    {
        var guess = _bench.Guess("user,time,status", 60, static i => $"u{i % 9},2024-03-01 10:{i:00}:00,{(i % 3 == 0 ? "completed" : "pending")}");
        Assert.Null(guess.Mapping.Transactions.Decision);
        Assert.Equal(["status"], guess.Mapping.Transactions.Attributes);
    }

    [Fact]
    public void Guess_OneWordThatIsNoAmount_StaysWithTheAmount()
    {
        var guess = _bench.Guess("user,time,amount", 400, static i => $"u{i % 9},2024-03-01 10:{i / 60:00}:{i % 60:00},{(i == 77 ? "n/a" : i % 90 + ".50")}");
        Assert.Equal("-|user|time|amount", GuessBench.Roles(guess));
        Assert.Empty(guess.Mapping.Transactions.Attributes);
        var report = _bench.Check(guess);
        Assert.Equal("amount", Assert.Single(report.Tables[0].Rejects).Column);
        Assert.True(report.CanLoad);
    }

    [Fact]
    public void Guess_ColumnsThatTellTheOutcome_AreNoAttributes()
    {
        var guess = _bench.Guess("user,time,fraud,fraud_type,chargeback_reason,browser", 60,
            static i => $"u{i % 9},2024-03-01 10:{i:00}:00,{(i % 9 == 0 ? 1 : 0)},{(i % 9 == 0 ? "stolen" : "")},{(i % 9 == 0 ? "83" : "")},b{i % 3}");
        Assert.Equal(["browser"], guess.Mapping.Transactions.Attributes);
        var note = Assert.Single(guess.Advice, static a => a.Text.Contains("tell the outcome", StringComparison.Ordinal));
        Assert.Equal(["browser", "fraud_type", "chargeback_reason"], note.Remedies[0].Mend(guess.Mapping).Transactions.Attributes);
    }

    [Fact]
    public void Guess_DeviceThatHalfOfAllHave_IsAnAttribute()
    {
        var guess = _bench.Guess("user,time,device", 60, static i => $"u{i % 9},2024-03-01 10:{i:00}:00,{(i % 3 == 0 ? "phone-" + i : "web")}");
        Assert.Empty(guess.Mapping.Transactions.Entities);
        Assert.Equal(["device"], guess.Mapping.Transactions.Attributes);
    }

    [Fact]
    public void Guess_EventsOfOtherNames_AreAskedAbout()
    {
        var t = _bench.Write("t.csv", "user_id,time,amount", 60, static i => $"u{i % 9},2024-03-01 10:{i:00}:00,{i % 90}.5");
        var e = _bench.Write("e.csv", "who,at time,what", 60, static i => $"u{i % 9},2024-03-01 09:{i:00}:00,p{i % 5}");
        var guess = MappingGuess.From(t, e);
        Assert.Equal(2, guess.Advice.Count(static a => a.Level == AdviceLevel.Decide && a.Table == "events"));
        var advice = guess.Advice.First(static a => a.Text.Contains("says whose event", StringComparison.Ordinal));
        Assert.Equal("what", advice.Remedies[1].Mend(guess.Mapping).Events!.Account);
    }

    [Fact]
    public void Guess_HoursOfTheDayAlone_AreNoTime()
    {
        var guess = _bench.Guess("order_id,user_id,order_dow,order_hour_of_day,days_since_prior_order", 60,
            static i => $"{i * 7919 % 10007},u{i % 9},{i % 7},{i % 24},{i % 30}.0");
        Assert.Contains("no column holds the time of the payment", Assert.Single(GuessBench.Open(guess)), StringComparison.Ordinal);
    }

    [Fact]
    public void Guess_OrderNumbersThatRepeat_AreNeitherIdNorAttribute()
    {
        var guess = _bench.Guess("order id,user,time,amount,sku", 120, static i => $"{7000 + (i / 2)},u{i % 9},2024-03-01 10:{i / 60:00}:{i % 60:00},"
            + $"{i % 90}.5,s{i % 5}");
        Assert.Null(guess.Mapping.Transactions.Id);
        Assert.Equal(["sku"], guess.Mapping.Transactions.Attributes);
    }

    [Fact]
    public void Guess_AddressesWrittenAsNumbers_AreAddresses()
    {
        var guess = _bench.Guess("user_id,time,ip_address", 60, static i => $"{i * 7919 % 10007},2024-03-01 10:{i:00}:00,"
            + $"{732758368 + (i % 40 * 1001)}.79972");
        Assert.Equal("ip=ip_address", GuessBench.Entities(guess));
    }

    [Fact]
    public void Guess_LogWithoutNames_TellsPurchasesByTheirWord()
    {
        File.WriteAllText(_bench.Path("t.csv"), string.Concat(Enumerable.Range(0, 400).Select(
            static i => $"{100 + (i % 37)},{2268318 + (i * 31 % 211)},{(i % 15 == 3 ? "buy" : i % 4 == 0 ? "cart" : "pv")},{1511544070 + (i * 60)}\n")));
        var guess = MappingGuess.From(_bench.Path("t.csv"), null);
        var t = GuessBench.Decided(guess).Transactions;
        Assert.Equal(("column_4", "column_3", "buy"), (t.Time, t.Rows!.Column, Assert.Single(t.Rows.Words)));
        Assert.NotNull(t.Account);
    }

    [Fact]
    public void Guess_TwoThousandColumns_UsesThemAll()
    {
        var guess = _bench.Guess("user,time,amount," + string.Join(',', Enumerable.Range(0, 1990).Select(static i => $"feature_{i}")), 40,
            static i => $"u{i % 9},2024-03-01 10:{i:00}:00,{i}.5,{string.Join(',', Enumerable.Range(0, 1990).Select(k => (i * k % 97) + ".25"))}");
        Assert.Equal("-|user|time|amount", GuessBench.Roles(guess));
        Assert.Equal(1990, guess.Mapping.Transactions.Attributes.Count);
    }
}
