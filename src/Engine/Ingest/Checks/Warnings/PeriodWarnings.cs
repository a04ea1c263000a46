using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks.Warnings;

/// <summary>Times that cannot be, or that say less than they seem to.</summary>
internal static class PeriodWarnings
{
    private static readonly DateTime Old = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static IEnumerable<Advice> Of(CheckedRows rows)
    {
        if (rows.Count == 0) return [];
        var column = rows.T.Time;
        var (future, old) = (Sql.Time(rows.Now.AddDays(1)), Sql.Time(Old));
        var found = rows.Query(
            $"SELECT count(*) FILTER (time > {future}), max(time), count(*) FILTER (time < {old}), min(time) FROM {CheckedRows.Transactions}",
            static r => (Later: r.GetInt64(0), Last: r.GetDateTime(1), Earlier: r.GetInt64(2), First: r.GetDateTime(3)))[0];
        var advice = new List<Advice>();
        if (found.Later > 0)
        {
            advice.Add(CheckedRows.Warning(column, $"{Wording.Counted(found.Later, "payment")} of {Wording.Count(rows.Count)} "
                + $"{(found.Later == 1 ? "lies" : "lie")} in the future, up to {Wording.Time(found.Last)} UTC"));
        }
        if (found.Earlier > 0 && !IsCount(rows))
        {
            advice.Add(CheckedRows.Warning(column, $"{Wording.Counted(found.Earlier, "payment")} of {Wording.Count(rows.Count)} "
                + $"{(found.Earlier == 1 ? "lies" : "lie")} before the year 2000, from {Wording.Time(found.First)} UTC on: the time may be written in another "
                + "way"));
        }
        if (found.First == found.Last && rows.Count > 1)
        {
            advice.Add(CheckedRows.Warning(column, $"all payments have the same time, {Wording.Time(found.First)} UTC: another column may hold it"));
        }

        advice.AddRange(Apart(rows).Select(n => CheckedRows.Warning(column, n)));
        advice.AddRange(Clocks(rows));
        return advice;
    }

    /// <summary>A count from a start has whatever start was chosen.</summary>
    private static bool IsCount(CheckedRows rows) =>
        rows.Tables.Transactions.Raw.Formats.Time(rows.T.Time).Pattern?.Contains(" since ", StringComparison.Ordinal) ?? false;

    private static IEnumerable<string> Apart(CheckedRows rows)
    {
        rows.Session.Run($"CREATE TEMP TABLE checked_times AS SELECT row_number() OVER (ORDER BY time) - 1 AS row, time FROM {CheckedRows.Transactions} "
            + "ORDER BY time");
        return DataPeriod.Of(rows.Session, "checked_times", rows.Count).Notes();
    }

    private static IEnumerable<Advice> Clocks(CheckedRows rows)
    {
        var transactions = DataPeriod.Clock(rows.Session, CheckedRows.Transactions);
        if (transactions >= ClockStep.Hour)
        {
            yield return CheckedRows.Warning(rows.T.Time, $"the times of payments are whole {Wording.Many(transactions.Value.Word())}: what happens within "
                + $"one {transactions.Value.Word()} has no order"
                + (transactions == ClockStep.Day && rows.T.TimeOfDay is null ? ", and the time of day may stand in another column" : ""));
        }
        if (rows.Mapping.Events is not { } e || rows.Tables.Events is null) yield break;
        if (DataPeriod.Clock(rows.Session, CheckedRows.Events) is not { } step || step < ClockStep.Minute) yield break;
        yield return new Advice(AdviceLevel.Warning, TableNames.Events, e.Time, $"the times of events are whole {Wording.Many(step.Word())}: the pages of one "
            + $"{step.Word()} keep the order of the file, and how long they were looked at cannot be told");
    }
}
