using System.Globalization;
using System.Text;
using CsCheck;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest;

public class RejectsTests
{
    private const string Good = "g,a1,2024-03-01,1,d,1,A,0,\n";

    /// <summary>Each line's own fault: the line, and what is written of it.</summary>
    private static readonly Fault[] Transactions =
    [
        new(",a,2024-03-01,1,d,1,A,0,", "id", "", "id is missing"),
        new("t,\"  \",2024-03-01,1,d,1,A,0,", "account", "", "account is missing"),
        new("t,a,,1,d,1,A,0,", "time", "", "time is missing"),
        new("t,a,yesterday,1,d,1,A,0,", "time", "yesterday", "time is not readable (ISO 8601 or seconds or milliseconds since 1970)"),
        new("t,a,2024-02-30,1,d,1,A,0,", "time", "2024-02-30", "time is not readable (ISO 8601 or seconds or milliseconds since 1970)"),
        new("t,a,20240301,1,d,1,A,0,", "time", "20240301", "time is not readable (ISO 8601 or seconds or milliseconds since 1970)"),
        new("t,a,infinity,1,d,1,A,0,", "time", "infinity", "time is not readable (ISO 8601 or seconds or milliseconds since 1970)"),
        new("t,a,2024-03-01,12 units,d,1,A,0,", "amount", "12 units", "amount is not a number"),
        new("t,a,2024-03-01,NaN,d,1,A,0,", "amount", "NaN", "amount is not finite"),
        new("t,a,2024-03-01,-inf,d,1,A,0,", "amount", "-inf", "amount is not finite"),
        new("t,a,2024-03-01,1e999,d,1,A,0,", "amount", "1e999", "amount is not finite"),
        new("t,a,2024-03-01,8.8e88,d,1,A,0,", "amount", "8.8e88", "amount is beyond 1e15"),
        new("t,a,2024-03-01,1,d,1,X,0,", "decision", "X", "decision is not one of A, D"),
        new("t,a,2024-03-01,1,d,1,A,2,", "fraud", "2", "outcome is not one of 1, 0"),
        new("t,a,2024-03-03,1,d,1,A,1,soon", "known", "soon", "time of the outcome is not readable (ISO 8601 or seconds or milliseconds since 1970)"),
        new("t,a,2024-03-03,1,d,1,A,1,2024-03-01", "known", "2024-03-01", "outcome was known more than a day before its transaction"),
        new("g,a,2024-03-01,1,d,1,A,0,", "id", "g", "id was seen before"),
        new("t,a,2024-03-01", "", "t,a,2024-03-01", "line has too few fields"),
        new("t,a,2024-03-01,1,d,1,A,0,,more", "", "t,a,2024-03-01,1,d,1,A,0,,more", "line has too many fields"),
    ];

    private static readonly Fault[] Events =
    [
        new(",2024-03-01,home,1", "account", "", "event account is missing"),
        new("a1,,home,1", "time", "", "event time is missing"),
        new("a1,noon,home,1", "time", "noon", "event time is not readable (ISO 8601 or seconds or milliseconds since 1970)"),
        new("a1,2024-03-01,home,-1", "dwell", "-1", "dwell is negative"),
        new("a1,2024-03-01,home,long", "dwell", "long", "dwell is not a number"),
        new("nobody,2024-03-01,home,1", "account", "nobody", "account has no transaction"),
    ];

    [Fact]
    public void Load_BadTransactions_AreRejectedEachWithItsReason()
    {
        using var bench = new LoadBench();
        var dataset = bench.Load(bench.Write("t.csv", LoadBench.Header + Good + Lines(Transactions) + "last,a2,2024-03-01,,,,,,\n"));
        Assert.Equal(Transactions.Select(static (fault, i) => $"t.csv|{i + 2}|{fault.Column}|{fault.Value}|{fault.Reason}"), LoadBench.Rejects(dataset));
        Assert.Equal((2, Transactions.Length), (dataset.TransactionCount, dataset.RejectCount));
        Assert.Equal(Counts(Transactions), dataset.RejectReasons.OrderBy(static r => r.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Load_BadEvents_AreRejectedEachWithItsReason()
    {
        using var bench = new LoadBench();
        var events = bench.Write("e.csv", LoadBench.EventHeader + Lines(Events) + "a1,2024-03-01,pay,\n");
        var dataset = bench.Load(bench.Write("t.csv", LoadBench.Header + Good), events);
        Assert.Equal(Events.Select(static (fault, i) => $"e.csv|{i + 1}|{fault.Column}|{fault.Value}|{fault.Reason}"), LoadBench.Rejects(dataset));
        Assert.Equal((1, Events.Length), (dataset.EventCount, dataset.RejectCount));
        Assert.Equal(Counts(Events), dataset.RejectReasons.OrderBy(static r => r.Key, StringComparer.Ordinal));
    }

    private static string Lines(Fault[] faults) => string.Concat(faults.Select(static fault => fault.Line + "\n"));

    private static IEnumerable<KeyValuePair<string, long>> Counts(Fault[] faults) =>
        from fault in faults.CountBy(static fault => fault.Reason).OrderBy(static r => r.Key, StringComparer.Ordinal)
        select KeyValuePair.Create(fault.Key, (long)fault.Value);

    private sealed record Fault(string Line, string Column, string Value, string Reason);

    [Fact]
    public void Load_RowsAfterMalformedLines_KeepTheirNumbers()
    {
        using var bench = new LoadBench();
        var dataset = bench.Load(bench.Write("t.csv",
            LoadBench.Header + "short\n" + Good + "also,short\nmore,short\nx,a,bad time,1,d,1,A,0,\n"
            + "y,a,2024-03-01,1,\"d\nd\",1,A,0,\nz,a,bad too,1,d,1,A,0,\nend\n"));
        Assert.Equal([1, 3, 4, 5, 7, 8], LoadBench.Rows($"SELECT row::VARCHAR FROM read_parquet({Sql.Text(dataset.RejectsPath)})").Select(int.Parse));
    }

    [Fact]
    public void Load_EventsOfUnknownAccounts_AreCountedWholeStoredInPartAndDoNotFail()
    {
        using var bench = new LoadBench();
        var events = new StringBuilder(LoadBench.EventHeader + "a1,2024-03-01,home,1\n");
        for (var i = 0; i < 1500; i++) events.Append(CultureInfo.InvariantCulture, $"visitor{i},2024-03-01,home,1\n");
        var dataset = bench.Load(bench.Write("t.csv", LoadBench.Header + Good), bench.Write("e.csv", events.ToString()), maxRejectShare: 0);
        Assert.Equal((1, 1500), (dataset.EventCount, dataset.RejectCount));
        Assert.Equal(1500, dataset.RejectReasons["account has no transaction"]);
        Assert.Equal(1000, LoadBench.Rejects(dataset).Count);
    }

    [Fact]
    public void Load_MoreBadRowsThanAllowed_FailsWholeAndNamesTheFirst()
    {
        using var bench = new LoadBench();
        var file = bench.Write("t.csv", LoadBench.Header + Good + "t2,a,never,1,d,1,A,0,\n");
        var error = Assert.Throws<InputException>(() => bench.Load(file, maxRejectShare: 0.49));
        Assert.Equal((2, "time"), (error.Row, error.Column));
        Assert.Contains("1 of 2 rows of transactions", error.Message, StringComparison.Ordinal);
        Assert.Contains("never", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(bench.Datasets));
        Assert.Equal(1, bench.Load(file, maxRejectShare: 0.5).RejectCount);
    }

    [Fact]
    public void Export_Rejects_IsCsvWithItsHeader()
    {
        using var bench = new LoadBench();
        var dataset = bench.Load(bench.Write("t.csv", LoadBench.Header + Good + "\"a,\"\"b\",,2024-03-01,x,d,1,A,0,\n"));
        RejectsFile.Export(dataset, bench.Path("rejects.csv"));
        Assert.Equal("file,row,column,value,reason\nt.csv,2,account,,account is missing\nt.csv,2,amount,x,amount is not a number\n",
            File.ReadAllText(bench.Path("rejects.csv")).Replace("\"\"", "", StringComparison.Ordinal));
        Assert.Equal(1, dataset.RejectCount);
        Assert.False(File.Exists(bench.Path("rejects.csv.partial")));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-2+3+cmd", "'-2+3+cmd")]
    [InlineData("-x", "'-x")]
    public void Export_ValueThatASpreadsheetWouldRun_IsGuarded(string value, string written)
    {
        using var bench = new LoadBench();
        var dataset = bench.Load(bench.Write("t.csv", LoadBench.Header + Good + $"t2,a,2024-03-01,{value},d,1,A,0,\n"), maxRejectShare: 0.5);
        RejectsFile.Export(dataset, bench.Path("rejects.csv"));
        Assert.Contains($",amount,{written},", File.ReadAllText(bench.Path("rejects.csv")), StringComparison.Ordinal);
    }

    /// <summary>Rows and the faults put into them are drawn together: what is loaded and what is refused must be exactly that.</summary>
    [Fact]
    public void Load_RandomRows_AcceptsAndRejectsExactlyWhatWasDrawn() =>
        Gen.Select(Gen.Int[0, 11], Gen.Double[0, 1e6], Gen.Long[1_600_000_000, 1_700_000_000], Gen.String[Gen.Char["ab,\"ü\n '"], 0, 6], Gen.Bool)
            .Array[1, 120].Sample(
                static rows =>
                {
                    using var bench = new LoadBench();
                    var (text, accepted, rejected) = (new StringBuilder(LoadBench.Header), new List<(string Sort, string Row)>(), new List<string>());
                    for (var i = 0; i < rows.Length; i++)
                    {
                        var (fault, amount, seconds, device, millis) = rows[i];
                        var id = "t" + i.ToString(CultureInfo.InvariantCulture);
                        var time = millis ? seconds * 1000 : seconds;
                        // Of three decimals alone one could not tell whether they are thousands, and would be asked.
                        var money = Math.Round(amount, 2).ToString("R", CultureInfo.InvariantCulture);
                        string[] fields = [id, "a" + (i % 3), time.ToString(CultureInfo.InvariantCulture), money, device, "x", "A", "1", ""];
                        (int Field, string Value, string Reason)? broken = fault switch
                        {
                            0 => (0, "", "id is missing"),
                            1 => (2, "1e5x", "time is not readable (ISO 8601 or seconds or milliseconds since 1970)"),
                            2 => (3, "5 units", "amount is not a number"),
                            3 => (3, "nan", "amount is not finite"),
                            4 => (7, "maybe", "outcome is not one of 1, 0"),
                            5 when accepted.Count > 0 => (0, accepted[0].Row.Split('|')[0], "id was seen before"),
                            _ => null,
                        };
                        if (broken is { } b) fields[b.Field] = b.Value;
                        text.AppendJoin(',', fields.Select(static f => f.AsSpan().IndexOfAny(",\"\n") >= 0
                            ? "\"" + f.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : f)).Append('\n');
                        if (broken is { } r) rejected.Add($"t.csv|{i + 1}|{LoadBench.Header.TrimEnd().Split(',')[r.Field]}|{r.Value}|{r.Reason}");
                        else accepted.Add(($"{seconds:D12}{id}", $"{id}|{(device.Trim(' ', '\n') is { Length: > 0 } d ? d : "-")}|{seconds}"));
                    }

                    var file = bench.Write("t.csv", text.ToString());
                    if (accepted.Count == 0)
                    {
                        Assert.Throws<InputException>(() => bench.Load(file));
                        return;
                    }

                    var dataset = bench.Load(file);
                    Assert.Equal(accepted.OrderBy(static a => a.Sort, StringComparer.Ordinal)
                        .Select(static a => a.Row),
                        LoadBench.Rows($"SELECT id, entity_device, epoch(time)::BIGINT::VARCHAR FROM read_parquet({Sql.Text(dataset.TransactionsPath)})"));
                    Assert.Equal(rejected, LoadBench.Rejects(dataset));
                },
                iter: 4, threads: 1, seed: "0000000000001");
}
