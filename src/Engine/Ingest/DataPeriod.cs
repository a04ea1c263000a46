using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>When the transactions are, without the few that stand apart from all others: a slip of the pen moves no window and no as-of time.</summary>
/// <param name="From">The first transaction of the mass.</param>
/// <param name="To">The last one.</param>
/// <param name="Before">Transactions that stand apart before it.</param>
/// <param name="After">Transactions that stand apart after it.</param>
/// <param name="First">The first transaction of all.</param>
/// <param name="Last">The last of all.</param>
internal sealed record DataPeriod(DateTime From, DateTime To, long Before, long After, DateTime First, DateTime Last)
{
    /// <summary>At most this share of the rows, or one row, stands apart at either end.</summary>
    private const long RowsPerStray = 1000;

    /// <summary>In fewer rows nothing is a mass.</summary>
    private const long FewestRows = 20;

    /// <summary>What stands apart is at least this far from the mass.</summary>
    private const long LeastGap = 30L * 86_400_000_000;

    /// <summary>And this many times as far as any two neighbours in the mass are from each other.</summary>
    private const int TimesAsFar = 10;

    /// <summary>Rows stay in the data wherever they lie; what a reader should know of those that stand apart.</summary>
    public IEnumerable<string> Notes()
    {
        const string Kept = "kept, but the data's period and the time up to which outcomes count go by the others";
        if (After > 0)
        {
            yield return $"{Wording.Counted(After, "transaction")} up to {Wording.Time(Last)} UTC {(After == 1 ? "stands" : "stand")} apart from all others, "
                + $"which end at {Wording.Time(To)}: {Kept}";
        }
        if (Before > 0)
        {
            yield return $"{Wording.Counted(Before, "transaction")} from {Wording.Time(First)} UTC on {(Before == 1 ? "stands" : "stand")} apart from all "
                + $"others, which begin at {Wording.Time(From)}: {Kept}";
        }
    }

    /// <summary>Reads the times of the canonical transactions, which stand in order of time, once.</summary>
    /// <param name="session">The load.</param>
    /// <param name="transactions">The table, one row or more.</param>
    /// <param name="rows">How many rows it has.</param>
    public static DataPeriod Of(LoadSession session, string transactions, long rows)
    {
        var most = rows < FewestRows ? 0 : Math.Max(1, rows / RowsPerStray);
        // Without an order of its own, lag goes by the rows as they lie.
        session.Run($"CREATE TEMP VIEW row_gaps AS SELECT row, epoch_us(time) - lag(epoch_us(time)) OVER () AS gap FROM {transactions}");
        var inner = session.Count($"SELECT coalesce(max(gap), 0) FROM row_gaps WHERE row > {most} AND row < {rows - most}");
        var tails = session.Connection.Query(
            $"SELECT row, gap FROM row_gaps WHERE gap >= {LeastGap} AND (row <= {most} OR row >= {rows - most}) ORDER BY row",
            static r => (Row: r.GetInt64(0), Gap: r.GetInt64(1)), session.Context.Cancel);
        var before = Cut([.. tails.Where(t => t.Row <= most).Reverse()], inner) ?? 0;
        var after = Cut([.. tails.Where(t => t.Row > before && t.Row >= rows - most)], inner) ?? rows;
        return session.Connection.Query(
            $"SELECT min(time) FILTER (row >= {before} AND row < {after}), max(time) FILTER (row >= {before} AND row < {after}), min(time), max(time) "
                + $"FROM {transactions}",
            r => new DataPeriod(Utc(r.GetDateTime(0)), Utc(r.GetDateTime(1)), before, rows - after, Utc(r.GetDateTime(2)), Utc(r.GetDateTime(3))),
            session.Context.Cancel)[0];
    }

    /// <summary>The step in which a table's clock ticks.</summary>
    public static ClockStep? Clock(LoadSession session, string table)
    {
        var multiples = string.Join(", ", ClockStepWords.Coarse.Select(s => $"count(*) FILTER (epoch_us(time) % {(long)s.Seconds() * 1_000_000} = 0)"));
        var counts = session.Connection.Query($"SELECT count(*), {multiples} FROM {table}",
            static r => Enumerable.Range(0, 1 + ClockStepWords.Coarse.Count).Select(r.GetInt64).ToArray(), session.Context.Cancel)[0];
        return ClockStepWords.Detect(counts[0], counts[1..]);
    }

    /// <summary>The row from which on all that follows, away from the mass, stands apart; null where nothing does.</summary>
    /// <param name="gaps">Large gaps, the nearest to the mass first.</param>
    /// <param name="inner">The largest gap within the mass.</param>
    private static long? Cut(IReadOnlyList<(long Row, long Gap)> gaps, long inner)
    {
        foreach (var (row, gap) in gaps)
        {
            if (gap / TimesAsFar > inner) return row;
            inner = Math.Max(inner, gap);
        }
        return null;
    }

    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
