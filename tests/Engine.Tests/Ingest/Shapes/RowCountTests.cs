using System.Globalization;
using System.Text;
using CsCheck;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Shapes;

/// <summary>One log of rows drawn at random, of which each is told beforehand what becomes of it in either table.</summary>
public class RowCountTests
{
    private static readonly Mapping Mapping = new()
    {
        Transactions = new()
        {
            Id = "id",
            Account = "who",
            Time = "at",
            Amount = "sum",
            Refunds = new() { Use = RefundUse.SetAside },
            Rows = new() { Column = "kind", Words = ["buy"] },
        },
        Events = new()
        {
            InTransactions = true,
            Account = "who",
            Time = "at",
            Type = "kind",
            Rows = new() { Column = "kind", Words = ["buy", "ping"], Except = true },
            Copies = CopyRule.Once,
        },
    };

    private enum Fate
    {
        Payment,
        Refund,
        BadPayment,
        View,
        BadView,
        Ping,
        Short,
    }

    [Fact]
    public void Load_RandomLogs_CountsEveryRowOnceAndKeepsWhatItCounts()
    {
        Gen.Select(Gen.Enum<Fate>(), Gen.Int[0, 9], Gen.Bool, static (fate, account, twice) => (fate, account, twice)).Array[5, 60].Sample(rows =>
            {
                var text = new StringBuilder("kind,id,who,at,sum\nbuy,first,a0,2024-01-01,5\n");
                var (read, copies, viewCopies) = (1, 0, 0);
                var lines = new List<(Fate Fate, string Line)>();
                foreach (var (i, (fate, account, twice)) in rows.Index())
                {
                    var line = Line(fate, i, account);
                    text.Append(line);
                    read++;
                    lines.Add((fate, line));
                    if (!twice || fate == Fate.Short) continue;
                    text.Append(line);
                    read++;
                    if (fate is Fate.Payment or Fate.Refund or Fate.BadPayment) copies++;
                    if (fate is Fate.View or Fate.BadView) viewCopies++;
                }

                using var bench = new LoadBench { Mapping = Mapping };
                var dataset = bench.Load(bench.Write("log.csv", text.ToString()));

                int Count(params Fate[] fates) => lines.Count(l => fates.Contains(l.Fate));
                var paying = lines.Where(static l => l.Fate == Fate.Payment).Select(static l => l.Line.Split(',')[2]).Append("a0").ToHashSet();
                var seen = lines.Count(l => l.Fate == Fate.View && paying.Contains(l.Line.Split(',')[2]));
                Assert.Equal(new RowCounts
                {
                    Read = read,
                    Kept = 1 + Count(Fate.Payment),
                    Refunds = Count(Fate.Refund),
                    Refused = Count(Fate.BadPayment, Fate.Short),
                    Copies = copies,
                    LeftOut = read - 1 - copies - Count(Fate.Payment, Fate.Refund, Fate.BadPayment, Fate.Short),
                }, dataset.TransactionRows);
                Assert.Equal(new RowCounts
                {
                    Read = read,
                    Kept = seen,
                    WithoutPayment = Count(Fate.View) - seen,
                    Refused = Count(Fate.BadView),
                    Copies = viewCopies,
                    LeftOut = read - viewCopies - Count(Fate.View, Fate.BadView),
                }, dataset.EventRows);
                Assert.Equal([$"{dataset.TransactionRows!.Kept}"], LoadBench.Rows($"SELECT count(*)::VARCHAR FROM {Table(dataset.TransactionsPath)}"));
                Assert.Equal(seen, seen == 0 ? 0 : int.Parse(LoadBench.Rows($"SELECT count(*)::VARCHAR FROM {Table(dataset.EventsPath)}")[0],
                    CultureInfo.InvariantCulture));
                Assert.Equal(dataset.RejectCount, Sum(dataset.TransactionRows) + Sum(dataset.EventRows!));
            },
            iter: 12, threads: 1, seed: "0000000000003");

        static long Sum(RowCounts counts) => counts.Refused + counts.WithoutPayment;
    }

    private static string Line(Fate fate, int i, int account) => fate switch
    {
        Fate.Payment => $"buy,id{i},a{account},2024-02-01,{i}.5\n",
        Fate.Refund => $"buy,id{i},a{account},2024-02-01,-{i + 1}\n",
        Fate.BadPayment => $"buy,id{i},a{account},soon,1\n",
        Fate.View => $"view,v{i},a{account},2024-01-15,\n",
        Fate.BadView => $"view,v{i},,2024-01-15,\n",
        Fate.Ping => $"ping,p{i},a{account},2024-01-15,\n",
        _ => $"view,s{i}\n",
    };

    private static string Table(string path) => $"read_parquet({Sql.Text(path)})";
}
