using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Tests.Ingest.Formats;

/// <summary>What the judge takes for certain, and what it asks.</summary>
public sealed class FormatJudgeTests
{
    private static readonly FormatUse Dates = new(["date"], []);

    [Theory]
    [InlineData("12.50 3.99 7", null, null)]
    [InlineData("12,50 3,99 7", ",", null)]
    [InlineData("1.234,50 3,99", ",", null)]
    [InlineData("1,234.50 3.99", null, ",")]
    [InlineData("1,234 3.99", null, ",")]
    [InlineData("1,234,567 3", null, ",")]
    [InlineData("1'234.50 3.10", null, "'")]
    [InlineData("1\u00a0234,50 3,10", ",", " ")]
    [InlineData("1234,567 5", ",", null)]
    [InlineData("0,123 1,234", ",", null)]
    [InlineData("0.123 1.234", null, null)]
    [InlineData("€5,00 €17,30", ",", null)]
    [InlineData("12,34,567.00 8.00", null, ",")]
    [InlineData("2.851E-21 170", null, null)]
    [InlineData("2,851e-9 170", ",", null)]
    public void Numbers_WithOneReading_AreCertain(string values, string? point, string? thousands)
    {
        var guess = Judge(("amount", values.Split(' ')));
        Assert.Empty(guess.Advice);
        Assert.Equal((point, thousands), (guess.Format.Decimal, guess.Format.Thousands));
        Assert.Null(guess.Format.Columns);
        Assert.Equal(PreviewType.Number, guess.Columns[0].Type);
    }

    [Theory]
    [InlineData("1,234 12 999", "1,234 is 1.234", "1,234 is 1234")]
    [InlineData("1.234 12.500 999", "1.234 is 1.234", "1.234 is 1234")]
    public void Numbers_WithTwoReadings_AreAsked(string values, string first, string second)
    {
        var advice = Assert.Single(Judge(("amount", values.Split(' '))).Advice);
        Assert.Equal((AdviceLevel.Decide, "amount"), (advice.Level, advice.Column));
        Assert.Equal([first, second], advice.Remedies.Select(static r => r.Text).Order());
    }

    [Fact]
    public void Numbers_WithTwoReadings_FollowTheColumnsThatTell()
    {
        var guess = Judge(("amount", ["1.234", "5.000"]), ("fee", ["0,10", "12,50"]), ("share", ["0,5", "0,25"]));
        Assert.Empty(guess.Advice);
        Assert.Equal(",", guess.Format.Decimal);
        Assert.Equal(1234, new ValueFormats(guess.Format).Number("amount").Read("1.234"));
    }

    [Fact]
    public void Numbers_OfColumnsThatDiffer_HaveEachItsOwnFormat()
    {
        var guess = Judge(("amount", ["10,50", "3,20"]), ("price", ["4,50", "3,20"]), ("score", ["0.51", "0.7"]));
        Assert.Equal(",", guess.Format.Decimal);
        Assert.Equal(0.51, new ValueFormats(guess.Format).Number("score").Read("0.51"));
        Assert.Equal(["score"], guess.Format.Columns!.Keys);
    }

    [Fact]
    public void Number_OneWordAmongManyNumbers_StaysANumber()
    {
        var guess = Judge(("amount", [.. Enumerable.Range(0, 30).Select(static i => $"{i}.50"), "n/a", "free"]));
        Assert.Equal((PreviewType.Number, 30, 31), (guess.Columns[0].Type, guess.Columns[0].Numbers, guess.Columns[0].Values));
    }

    [Fact]
    public void Number_WithLeadingZeros_IsText() => Assert.Equal(PreviewType.Text, Judge(("zip", ["02139", "10115", "04109"])).Columns[0].Type);

    [Theory]
    [InlineData("31.12.2024 10:00|1.2.2024 9:30", "d.M.yyyy H:mm")]
    [InlineData("31/01/2024|01/02/2024", "dd/MM/yyyy")]
    [InlineData("01/31/2024|01/02/2024", "MM/dd/yyyy")]
    [InlineData("01/31/2024 09:15 PM|01/02/2024 10:00 AM", "MM/dd/yyyy hh:mm tt")]
    [InlineData("31-12-98|01-02-24", "dd-MM-yy")]
    [InlineData("2024.12.31 10:00:00|2024.01.02 10:00:00", "yyyy.MM.dd HH:mm:ss")]
    [InlineData("1 March 2024|31 May 2024", "d MMM yyyy")]
    [InlineData("01-Mar-24|31-May-24", "dd-MMM-yy")]
    [InlineData("Fri, 01 Mar 2024 10:00:00 +0100|Sat, 02 Mar 2024 10:00:00 GMT", "ddd, dd MMM yyyy HH:mm:ss zzz")]
    [InlineData("Fri Mar  1 10:00:00 2024|Sat Mar 2 10:00:00 2024", "ddd MMM d HH:mm:ss yyyy")]
    [InlineData("1. März 2024|31. Mai 2024", "d. MMM yyyy")]
    [InlineData("1 de marzo de 2024|31 de mayo de 2024", "d 'de' MMM 'de' yyyy")]
    [InlineData("13/02/2024 10:15:30.250|01/02/2024 10:15:30.5", "dd/MM/yyyy HH:mm:ss.fff")]
    public void Times_WithOneReading_AreCertain(string values, string pattern)
    {
        var texts = values.Split('|');
        var guess = Judge(("date", texts));
        Assert.DoesNotContain(guess.Advice, static a => a.Level == AdviceLevel.Decide);
        Assert.Equal(pattern, guess.Format.Columns?["date"].Time);
        Assert.Equal(PreviewType.Time, guess.Columns[0].Type);
        var format = new ValueFormats(guess.Format).Time("date");
        Assert.All(texts, t => Assert.NotNull(format.Read(t)));
    }

    [Theory]
    [InlineData("2024-03-01 10:00:00|2024-03-01")]
    [InlineData("2024-03-01T10:00:00Z|2024-03-01T10:00:00+02:00")]
    [InlineData("2024/03/01 10:00")]
    [InlineData("2024-03-01 10:00:00|2024-03-01 10:00:00 America/New_York|2024-03-01 10:00:00 Pacific/Auckland")]
    public void Times_InIso_NeedNoSetting(string values)
    {
        var guess = Judge(("date", values.Split('|')));
        Assert.Equal(new SourceFormat(), guess.Format);
        Assert.Equal((PreviewType.Time, true), (guess.Columns[0].Type, guess.Columns[0].IsTimeCertain));
    }

    [Fact]
    public void Times_WithTwoReadings_AreAskedWithTheDayThatEachMeans()
    {
        var guess = Judge(("date", ["01/02/2024", "02/02/2024", "05/02/2024", "03/03/2024", "01/04/2024"]));
        var advice = Assert.Single(guess.Advice, static a => a.Level == AdviceLevel.Decide);
        // Day first is in the order of the rows, month first is not.
        Assert.Equal(["01/02/2024 is 1 February 2024", "01/02/2024 is 2 January 2024"], advice.Remedies.Select(static r => r.Text));
        Assert.Equal("transactions.format.columns.date.time = \"dd/MM/yyyy\"", advice.Remedies[0].Setting);
        var fault = Assert.Throws<InputException>(() => guess.Require(Dates));
        Assert.Contains("dd/MM/yyyy", fault.Message, StringComparison.Ordinal);
        Assert.Contains("MM/dd/yyyy", fault.Message, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2024, 2, 1), Judge(advice.Remedies[0], ("date", ["01/02/2024"])).Require(Dates).Time("date").Read("01/02/2024"));
    }

    [Fact]
    public void Times_WithTwoReadings_FollowTheColumnsThatTell()
    {
        var guess = Judge(("date", ["01/02/2024", "02/03/2024"]), ("known", ["25/04/2024 10:00", "01/05/2024 11:00"]));
        Assert.DoesNotContain(guess.Advice, static a => a.Level == AdviceLevel.Decide);
        Assert.Equal("dd/MM/yyyy", guess.Format.Columns!["date"].Time);
    }

    [Fact]
    public void Times_OfMixedOrders_AreAsked()
    {
        var guess = Judge(("date", ["25/04/2024", "26/04/2024", "04/27/2024", "04/28/2024", "04/29/2024"]));
        Assert.Contains(guess.Advice, static a => a.Level == AdviceLevel.Decide && a.Column == "date");
    }

    [Fact]
    public void Times_WithAnAbbreviation_AreAskedForTheZone()
    {
        var values = new[] { "2024-07-01 12:00:00 BST", "2024-07-01 12:00:00 UTC" };
        var advice = Assert.Single(Judge(("date", values)).Advice, static a => a.Level == AdviceLevel.Decide);
        Assert.Equal(["BST is Europe/London", "BST is Asia/Dhaka"], advice.Remedies.Select(static r => r.Text));
        var decided = Judge(advice.Remedies[0], ("date", values));
        Assert.DoesNotContain(decided.Advice, static a => a.Level == AdviceLevel.Decide);
        Assert.Equal(new DateTime(2024, 7, 1, 11, 0, 0), decided.Require(Dates).Time("date").Read(values[0]));
    }

    [Fact]
    public void Times_WithoutAZone_AreNoted()
    {
        Assert.Equal(AdviceLevel.Note, Assert.Single(Judge(("date", ["2024-07-01 12:00:00"])).Advice).Level);
        var some = Assert.Single(Judge(("date", ["2024-07-01 12:00:00", "2024-07-01 12:00:00Z", "2024-07-01 12:00:00Z"])).Advice);
        Assert.Equal((AdviceLevel.Warning, "1 time of “date” names no time zone and is taken as UTC, beside 2 with one"), (some.Level, some.Text));
    }

    [Theory]
    [InlineData("20240301 20240302", "yyyyMMdd")]
    [InlineData("20240301101530 20240302000000", "yyyyMMddHHmmss")]
    [InlineData("1709287200 1709287201", null)]
    [InlineData("1709287200123 1709287201123", null)]
    public void Numbers_UsedAsTimes_AreCertainByTheirDigits(string values, string? pattern)
    {
        var guess = Judge(("date", values.Split(' ')));
        Assert.Equal(PreviewType.Number, guess.Columns[0].Type);
        Assert.Null(guess.Format.Columns);
        Assert.Equal(pattern, guess.With(Dates).Columns?["date"].Time);
        Assert.All(values.Split(' '), v => Assert.NotNull(guess.Require(Dates).Time("date").Read(v)));
    }

    [Fact]
    public void Numbers_UsedAsTimes_AreAskedWhereTheyMayBeSpreadsheetDaysOrACount()
    {
        var guess = Judge(("date", ["45352", "45353"]));
        Assert.Empty(guess.AdviceOn(new([], ["date"])));
        var advice = Assert.Single(guess.AdviceOn(Dates));
        Assert.Equal(["excel_days", "seconds since 2020-01-01", "days since 2020-01-01"],
            advice.Remedies.Select(static r => r.Setting.Split('"')[1]));
        Assert.Throws<InputException>(() => guess.Require(Dates));
    }

    [Theory]
    [InlineData("45352.416667 45353.709028", "excel_days", "2024-03-01 10:00:00")]
    [InlineData("930101 951229 980731", "yyMMdd", "1993-01-01 00:00:00")]
    public void Numbers_UsedAsTimes_AreNotedWhereOneWayIsPossible(string values, string pattern, string first)
    {
        var guess = Judge(("date", values.Split(' ')));
        Assert.Empty(guess.AdviceOn(new([], ["date"])));
        Assert.Equal(AdviceLevel.Note, Assert.Single(guess.AdviceOn(Dates)).Level);
        Assert.Equal(pattern, guess.With(Dates).Columns!["date"].Time);
        Assert.Equal(DateTime.Parse(first, CultureInfo.InvariantCulture), guess.Require(Dates).Time("date").Read(values.Split(' ')[0]));
    }

    [Theory]
    [InlineData("01.02.24 05.02.24 11.03.24", "dd.MM.yy")]
    [InlineData("01.02.2024 05.02.2024 11.03.2024", "dd.MM.yyyy")]
    public void Times_WithDots_AreReadDayFirstAndNoted(string values, string pattern)
    {
        var guess = Judge(("date", values.Split(' ')));
        var note = Assert.Single(guess.Advice);
        Assert.Equal(AdviceLevel.Note, note.Level);
        Assert.DoesNotContain(note.Remedies, static r => r.Setting.Contains("\"dd.", StringComparison.Ordinal));
        Assert.NotEmpty(note.Remedies);
        Assert.Equal(pattern, guess.Format.Columns!["date"].Time);
    }

    [Fact]
    public void Times_WithDots_AreAskedWhereTheYearSeemsToStandFirst()
    {
        var guess = Judge(("date", ["24.01.02", "24.01.15", "24.01.31"]));
        Assert.Equal(AdviceLevel.Decide, Assert.Single(guess.Advice).Level);
    }

    [Fact]
    public void TimesOfDay_BesideADate_AreJoinedWithIt()
    {
        var guess = Judge(("date", ["31.12.2024", "01.02.2024"]), ("clock", ["10:15", "23:59"]), ("digits", ["930", "2359"]));
        Assert.True(guess.Columns[1].IsTimeOfDay && guess.Columns[2].IsTimeOfDay);
        Assert.Equal(new DateTime(2024, 12, 31, 10, 15, 0), guess.Require(new(["date"], [], "clock")).Time("date", "clock").Read("31.12.2024 10:15"));
        Assert.Equal(new DateTime(2024, 12, 31, 9, 30, 0), guess.Require(new(["date"], [], "digits")).Time("date", "digits").Read("31.12.2024 930"));
    }

    [Fact]
    public void Given_Formats_AreNotAskedAgain()
    {
        var given = new SourceFormat { Time = "MM/dd/yyyy", Decimal = "," };
        var guess = FormatJudge.Judge(TableNames.Transactions, [new("date", ["01/02/2024"]), new("amount", ["1,234"])], given);
        Assert.Empty(guess.Advice);
        Assert.Equal(given, guess.Format);
        Assert.Equal([PreviewType.Time, PreviewType.Number], guess.Columns.Select(static c => c.Type));
    }

    [Fact]
    public void Typed_Numbers_AreReadAsTheyStand()
    {
        var guess = FormatJudge.Judge(TableNames.Transactions, [new("amount", ["1.234", "5.000"]) { IsTyped = true }, new("fee", ["0,10", "12,50"])], null);
        Assert.Empty(guess.Advice);
        Assert.Equal((1.234, 12.5), (Read("amount", "1.234"), Read("fee", "12,50")));

        double? Read(string column, string text) => new ValueFormats(guess.Format).Number(column).Read(text);
    }

    private static FormatGuess Judge(params (string Name, string[] Values)[] columns) =>
        FormatJudge.Judge(TableNames.Transactions, [.. columns.Select(static c => new SampleColumn(c.Name, c.Values))], null);

    private static FormatGuess Judge(Remedy remedy, params (string Name, string[] Values)[] columns)
    {
        var mapping = remedy.Mend(new Mapping { Transactions = new TransactionMapping { Account = "a", Time = "date" } });
        return FormatJudge.Judge(TableNames.Transactions, [.. columns.Select(static c => new SampleColumn(c.Name, c.Values))], mapping.Transactions.Format);
    }
}
