using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Formats;

/// <summary>Whole loads of files that are written otherwise than plainly.</summary>
public sealed class FormatLoadTests : IDisposable
{
    private static readonly Mapping Plain = new() { Transactions = new() { Id = "id", Account = "account", Time = "time", Amount = "amount" } };

    private LoadBench _bench = new() { Mapping = Plain };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Load_DecimalCommasAndDaysFirst_NeedsNoSetting()
    {
        Assert.Equal(["2024-02-01 09:30:00 1234.5", "2024-02-14 10:00:00 7"],
            Load("id;account;time;amount\nt1;a;01.02.2024 9:30;1.234,50 €\nt2;b;14.02.2024 10:00;7,00 €\n").Values);
    }

    [Fact]
    public void Load_DayAndMonthThatMayBeSwapped_IsRefusedWithTheChoices()
    {
        const string Text = "id,account,time,amount\nt1,a,01/02/2024,1.5\nt2,b,05/02/2024,2\n";
        var fault = Assert.Throws<InputException>(() => Load(Text));
        Assert.Equal("time", fault.Column);
        Assert.Contains("transactions.format.columns.time.time = \"dd/MM/yyyy\" (01/02/2024 is 1 February 2024)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("transactions.format.columns.time.time = \"MM/dd/yyyy\" (01/02/2024 is 2 January 2024)", fault.Message, StringComparison.Ordinal);
        Decide(new SourceFormat { Time = "MM/dd/yyyy" });
        Assert.Equal(["2024-01-02 00:00:00 1.5", "2024-05-02 00:00:00 2"], Load(Text).Values);
    }

    [Fact]
    public void Load_TimesInAZoneWhoseClockChanges_AreKeptAndCounted()
    {
        Decide(new SourceFormat { TimeZone = "Europe/Berlin" });
        var (values, dataset) = Load("id,account,time,amount\nt1,a,2024-03-31 02:30:00,1\nt2,b,2024-10-27 02:30:00,2\nt3,c,2024-07-01T12:00:00Z,3\n");
        Assert.Equal(["2024-03-31 01:30:00 1", "2024-07-01 12:00:00 3", "2024-10-27 01:30:00 2"], values);
        Assert.Contains("transactions: in Europe/Berlin clocks change: 1 time of “time” did not exist there, and the clock is taken as not yet changed; "
            + "1 time of “time” occurred twice there, and the later is taken", dataset.Notes);
    }

    [Fact]
    public void Load_DayAndClockApartInAZone_CountsEachColumnOfTimesByItself()
    {
        _bench.Dispose();
        _bench = new LoadBench
        {
            Mapping = Plain with
            {
                Transactions = Plain.Transactions with { TimeOfDay = "clock", SignedUp = "since", Format = new SourceFormat { TimeZone = "Europe/Berlin" } },
            },
        };

        var (values, dataset) = Load("id,account,time,clock,since,amount\nt1,a,2024-03-31,02:30:00,2023-10-29 02:30:00,1\n"
            + "t2,b,2024-07-01,12:00:00,2023-03-26 02:15:00,2\n");

        Assert.Equal(["2024-03-31 01:30:00 1", "2024-07-01 10:00:00 2"], values);
        Assert.Contains("transactions: in Europe/Berlin clocks change: 1 time of “time” did not exist there, and the clock is taken as not yet changed",
            dataset.Notes);
        Assert.Contains("transactions: in Europe/Berlin clocks change: 1 time of “since” did not exist there, and the clock is taken as not yet changed; "
            + "1 time of “since” occurred twice there, and the later is taken", dataset.Notes);
    }

    [Fact]
    public void Load_DayInThreeColumnsInAZone_CountsTimesThatTheClockLeavesOut()
    {
        _bench.Dispose();
        _bench = new LoadBench
        {
            Mapping = Plain with
            {
                Transactions = Plain.Transactions with
                {
                    Time = "year",
                    MonthAndDay = ["month", "day"],
                    TimeOfDay = "clock",
                    Format = new SourceFormat { TimeZone = "Europe/Berlin" },
                },
            },
        };

        var (values, dataset) = Load("id,account,year,month,day,clock,amount\nt1,a,2024,3,31,02:30:00,1\nt2,b,2024,7,1,12:00:00,2\n");

        Assert.Equal(["2024-03-31 01:30:00 1", "2024-07-01 10:00:00 2"], values);
        Assert.Contains("transactions: in Europe/Berlin clocks change: 1 time of “year” did not exist there, and the clock is taken as not yet changed",
            dataset.Notes);
    }

    [Fact]
    public void Load_OneWordAmongAmounts_RefusesThatRowAlone()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(static i => $"t{i},a{i},2024-03-01 10:00:00,{(i == 7 ? "free" : $"{i}.50")}\n"));
        var (values, dataset) = Load("id,account,time,amount\n" + rows);
        Assert.Equal((39, 1), (values.Count, dataset.RejectCount));
    }

    private void Decide(SourceFormat format)
    {
        _bench.Dispose();
        _bench = new LoadBench { Mapping = Plain with { Transactions = Plain.Transactions with { Format = format } } };
    }

    private (List<string> Values, Dataset Dataset) Load(string text)
    {
        var dataset = _bench.Load(_bench.Write("t.csv", text));
        using var connection = TableConnection.Open(threads: 1);
        return (connection.Query($"SELECT time, amount FROM {dataset.TransactionsTable} ORDER BY time", static r =>
            string.Create(CultureInfo.InvariantCulture, $"{r.GetDateTime(0):yyyy-MM-dd HH:mm:ss} {r.GetDouble(1)}")), dataset);
    }
}
