using System.Globalization;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Guess;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Guess;

public class MappingGuessTests
{
    [Fact]
    public void From_UsualNames_GivesTheWholeMapping()
    {
        using var bench = new LoadBench();
        var rows = new StringBuilder("order_id;user_id;purchase_time;value;device_id;ip;browser;age;decision;class;chargeback_time\n");
        for (var i = 0; i < 3000; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"o{i};u{i % 7};2024-03-01 10:00:00;{i}.5;d{i};10.0.{i % 40}.1;Firefox;");
            rows.Append(CultureInfo.InvariantCulture,
                $"{i % 90};{(i == 2999 ? "C" : i % 9 == 0 ? "D" : "A")};{(i > 2990 ? 1 : 0)};\n");
        }
        var t = bench.Write("t.csv", rows.ToString());
        var e = bench.Write("e.csv", "user_id,ts,page,session_id,dwell_ms\nu1,1709280000,home,s,3\n");
        var guess = MappingGuess.From(t, e);
        var m = guess.Mapping.Transactions;
        Assert.Equal(("order_id", "user_id", "purchase_time", "value"), (m.Id, m.Account, m.Time, m.Amount));
        Assert.Equal([new("device", "device_id"), new("ip", "ip")], m.Entities);
        Assert.Equal(["browser", "age"], m.Attributes);
        Assert.Equal(("decision", "A", "C", "D"),
            (m.Decision!.Column, Assert.Single(m.Decision.Approved), Assert.Single(m.Decision.Challenged), Assert.Single(m.Decision.Declined)));
        Assert.Equal(("class", "1", "0"), (m.Outcome!.Column, Assert.Single(m.Outcome.Fraud), Assert.Single(m.Outcome.Legitimate)));
        Assert.Equal(new EventMapping { Account = "user_id", Time = "ts", Type = "page", Session = "session_id", DwellMs = "dwell_ms" }, guess.Mapping.Events);
        Assert.Contains(guess.Notes, static n => n.Contains("'order_id'", StringComparison.Ordinal));
        using var loader = new LoadBench { Mapping = guess.Mapping };
        Assert.Equal((3000, 0), (loader.Load(t).TransactionCount, loader.Load(t).RejectCount));
    }

    [Fact]
    public void From_StrangeNames_FindsTheTimeByItsValuesAndInventsNoAccount()
    {
        using var bench = new LoadBench();
        var guess = MappingGuess.From(bench.Write("t.csv", "foo,bar,baz\nx,2024-03-01T10:00:00Z,y\n"), null);
        Assert.Equal(("bar", null, null), (guess.Mapping.Transactions.Time, guess.Mapping.Transactions.Account, guess.Mapping.Transactions.Id));
        Assert.Contains(guess.Advice, static a => a.Text.Contains("each payment stands alone", StringComparison.Ordinal));
    }

    [Fact]
    public void From_NoTime_LeavesItToAPerson()
    {
        using var bench = new LoadBench();
        var guess = MappingGuess.From(bench.Write("two.csv", "user_id,label\nx,y\n"), null);
        Assert.False(guess.IsCertain);
        Assert.Contains(guess.Advice, static a => a.Level == AdviceLevel.Decide && a.Text.Contains("no column holds the time", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_Preview_TellsTypesExamplesAndRows()
    {
        using var bench = new LoadBench();
        var csv = SourcePreview.Read(bench.Write("t.csv", "n,t,s,e\n1.5,2024-03-01T10:00:00+01:00,\"x,y\",\n2,2024-03-02,z,\n"), 1);
        Assert.Equal([PreviewType.Number, PreviewType.Time, PreviewType.Text, PreviewType.Empty], csv.Columns.Select(static c => c.Type));
        Assert.Equal(["x,y", "z"], csv.Columns[2].Examples);
        Assert.Equal(["1.5", "2024-03-01T10:00:00+01:00", "x,y", null], Assert.Single(csv.Rows));
        Assert.Equal(2, csv.RowEstimate);
        LoadBench.Run($"COPY (SELECT i AS n, TIMESTAMP '2024-03-01' AS t FROM range(5000) r(i)) TO {Sql.Text(bench.Path("t.parquet"))} (FORMAT parquet)");
        var parquet = SourcePreview.Read(bench.Path("t.parquet"), 3);
        Assert.Equal([PreviewType.Number, PreviewType.Time], parquet.Columns.Select(static c => c.Type));
        Assert.Equal((3, 5000L), (parquet.Rows.Count, parquet.RowEstimate));
    }
}
