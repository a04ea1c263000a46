using Investigator.Engine.Ingest;

namespace Investigator.Engine.Tests.Ingest.Guess;

/// <summary>Columns that are what their name says although their values look unusual, and questions that are asked once.</summary>
public sealed class OddGuessTests : IDisposable
{
    private readonly GuessBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Guess_IdThatRepeatsInCopiesOnly_IsTheIdAndCopiesAreKeptOnce()
    {
        var guess = _bench.Guess("order_id,user,time,amount", 60, static i => Row(i % 45));
        Assert.Equal("order_id|user|time|amount", GuessBench.Roles(guess));
        var report = _bench.Check(guess);
        Assert.Equal((45L, 15L), (report.Tables[0].Counts.Kept, report.Tables[0].Counts.Copies));
        Assert.True(report.CanLoad);

        static string Row(int i) => $"o{i},u{i % 7},2024-03-01 10:{i:00}:00,{i * 3}.5";
    }

    [Fact]
    public void Guess_IdThatRepeatsInRowsThatDiffer_IsNoId()
    {
        var guess = _bench.Guess("order_id,user,time,amount", 60, static i => $"o{i % 45},u{i % 7},2024-03-01 10:{i:00}:00,{i * 3}.5");
        Assert.Equal("-|user|time|amount", GuessBench.Roles(guess));
    }

    [Theory]
    [InlineData("amount_cents", true)]
    [InlineData("amount_minor", true)]
    [InlineData("amount_eur", false)]
    [InlineData("Betrag in EUR", false)]
    public void Guess_AmountWithAUnitInItsName_IsTheAmount(string name, bool isNoted)
    {
        var guess = _bench.Guess($"id,user,time,{name}", 60, static i => $"t{i},u{i % 9},2024-03-01 10:{i:00}:00,{1050 + (i * 37)}");
        Assert.Equal($"id|user|time|{name}", GuessBench.Roles(guess));
        Assert.Equal(isNoted, guess.Advice.Any(static a => a.Level == AdviceLevel.Note && a.Text.Contains("hundredths", StringComparison.Ordinal)));
    }

    [Fact]
    public void Guess_DateOfSixDigits_NeedsNoDecision()
    {
        var guess = _bench.Guess("id,user,date,amount", 60, static i => $"t{i},u{i % 9},9301{1 + (i % 28):00},{i}.5");
        Assert.True(guess.IsCertain);
        Assert.Equal("yyMMdd", guess.Mapping.Transactions.Format!.Columns!["date"].Time);
        _bench.LoadsAll(guess, 60);
    }

    [Fact]
    public void Guess_DaysOfASpreadsheet_NeedNoDecision()
    {
        var guess = _bench.Guess("id,user,time,amount", 60,
            static i => FormattableString.Invariant($"t{i},u{i % 9},{45316 + ((600 + i) / 1440.0):0.000000},{i}.5"));
        Assert.True(guess.IsCertain);
        Assert.Equal("2024-01-25 10:00:00", _bench.Check(guess).Tables[0].Rows[0][2]);
    }

    [Fact]
    public void Guess_BankExportWithYearsOfTwoDigits_NeedsNoDecision()
    {
        var guess = _bench.Guess("Buchungstag,Kontonummer,Betrag", 60, static i => $"{1 + (i % 28):00}.{1 + (i / 28):00}.24,DE{i % 9},\"{i},50\"");
        Assert.Empty(GuessBench.Open(guess));
        Assert.Equal("dd.MM.yy", guess.Mapping.Transactions.Format!.Columns!["Buchungstag"].Time);
    }

    [Fact]
    public void Check_WithoutATime_AsksWhichColumnAndSaysNothingElseOfIt()
    {
        var guess = _bench.Guess("id,user,colour,amount", 60, static i => $"t{i},u{i % 9},{(i % 2 == 0 ? "red" : "blue")},{i}.5");
        var asked = Assert.Single(guess.Advice, static a => a.Level == AdviceLevel.Decide);
        Assert.True(asked.Remedies.Count > 1);
        var report = _bench.Check(guess);
        Assert.Contains(report.Advice, static a => a.Text.Contains("cannot be used", StringComparison.Ordinal));
        Assert.Equal([asked.Text], report.With(guess.Advice).Where(static a => a.Level == AdviceLevel.Decide).Select(static a => a.Text));
    }

    [Fact]
    public void Check_WithAnOpenAccount_DoesNotAlsoWarnThatThereIsNone()
    {
        var guess = _bench.Guess("id,time,amount,handset no,rating,price paid twice", 60,
            static i => $"t{i},2024-03-01 10:{i:00}:00,{i}.5,h{i % 9}x{i % 9},3,{1000 + (i % 55)}");
        var asked = Assert.Single(guess.Advice, static a => a.Level == AdviceLevel.Decide);
        Assert.Equal(["transactions.account = \"handset no\"", "transactions.account = null"], asked.Remedies.Select(static r => r.Setting));
        var report = _bench.Check(guess with { Advice = [] });
        Assert.Contains(report.Advice, static a => a.Text.StartsWith("no column says whose", StringComparison.Ordinal));
        Assert.DoesNotContain(report.With(guess.Advice), static a => a.Text.StartsWith("no column says whose", StringComparison.Ordinal));
    }
}
