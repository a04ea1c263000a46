using System.Globalization;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;

namespace Investigator.Engine.Tests.Ingest;

public class DataPeriodTests
{
    private static readonly DateTime Start = new(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private static Dataset Load(IEnumerable<DateTime> times, IEnumerable<DateTime>? events = null)
    {
        using var bench = new LoadBench
        {
            Mapping = new()
            {
                Transactions = new() { Id = "id", Account = "account", Time = "time" },
                Events = new() { Account = "account", Time = "time", Type = "page" },
            },
        };
        var text = new StringBuilder("id,account,time\n");
        foreach (var (i, time) in times.Index()) text.Append(CultureInfo.InvariantCulture, $"t{i},a,{Text(time)}\n");
        var seen = new StringBuilder("account,time,page\n");
        foreach (var time in events ?? []) seen.Append(CultureInfo.InvariantCulture, $"a,{Text(time)},home\n");
        return bench.Load(bench.Write("t.csv", text.ToString()), events is null ? null : bench.Write("e.csv", seen.ToString()));
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>One payment an hour, each at another second.</summary>
    private static List<DateTime> Hourly(int count) => [.. Enumerable.Range(0, count).Select(i => Start.AddHours(i).AddSeconds(i * 7.25 % 3600))];

    [Fact]
    public void Load_OnePaymentFarInTheFuture_MovesNoPeriodAndIsSaid()
    {
        var times = Hourly(100);
        var dataset = Load([.. times, new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc)]);
        Assert.Equal((times[0], times[^1], 101), (dataset.From, dataset.To, dataset.TransactionCount));
        Assert.Contains("1 transaction up to 2099-01-01 00:00 UTC stands apart from all others", Assert.Single(dataset.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OnePaymentFarInThePastAndOneInTheFuture_StandApartBoth()
    {
        var times = Hourly(50);
        var dataset = Load([new DateTime(1970, 5, 1, 0, 0, 0, DateTimeKind.Utc), .. times, Start.AddYears(1)]);
        Assert.Equal((times[0], times[^1]), (dataset.From, dataset.To));
        Assert.Equal(2, dataset.Notes.Count);
        Assert.Contains("from 1970-05-01 00:00 UTC on stands apart", dataset.Notes[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 20)] // not far
    [InlineData(10, 4000)] // no mass
    public void Load_LastPaymentAfterAPauseOrAmongFew_EndsThePeriod(int count, int daysLater)
    {
        var dataset = Load([.. Hourly(count), Start.AddDays(daysLater)]);
        Assert.Equal(Start.AddDays(daysLater), dataset.To);
        Assert.Empty(dataset.Notes);
    }

    [Fact]
    public void Load_TwoOfAHundredAfterALongPause_AreNoSlip()
    {
        var dataset = Load([.. Hourly(100), Start.AddDays(400), Start.AddDays(401)]);
        Assert.Equal(Start.AddDays(401), dataset.To);
    }

    [Fact]
    public void Load_PauseNotLongerThanOthers_IsNoneOfTheData()
    {
        // A shop that sells four times a year: its last sale is as far from the others as they are from each other.
        var dataset = Load(Enumerable.Range(0, 40).Select(i => Start.AddDays(90 * i)));
        Assert.Equal(Start.AddDays(90 * 39), dataset.To);
    }

    [Theory]
    [InlineData(86_400, ClockStep.Day)]
    [InlineData(3_600, ClockStep.Hour)]
    [InlineData(60, ClockStep.Minute)]
    [InlineData(1, ClockStep.Second)]
    [InlineData(0.001, ClockStep.Fraction)]
    public void Load_ClockThatTicksInSteps_IsDetectedOfBothTables(double step, ClockStep expected)
    {
        var random = new Random(3);
        var dataset = Load(Enumerable.Range(0, 200).Select(_ => Start.AddSeconds(random.Next(1, 100_000) * step)).Append(Start.AddSeconds(1.5)),
            Enumerable.Range(0, 20).Select(i => Start.AddMinutes(-i - 1).AddSeconds(i == 19 ? 30 : 0)));
        Assert.Equal(expected, dataset.TransactionClock);
        Assert.Equal(ClockStep.Second, dataset.EventClock); // one of twenty is no slip
        Assert.Equal(expected >= ClockStep.Minute, dataset.RunNotes().Any(n => n.Contains($"whole {expected.Word()}s", StringComparison.Ordinal)));
    }

    [Fact]
    public void Load_FewTimes_ShowNoClock() => Assert.Null(Load(Enumerable.Range(0, 5).Select(i => Start.AddDays(i))).TransactionClock);
}
