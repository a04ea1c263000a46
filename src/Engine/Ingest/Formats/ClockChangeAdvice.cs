using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>Local times that a change of the clock leaves out or makes occur twice: they are kept, counted, and said.</summary>
internal static class ClockChangeAdvice
{
    /// <summary>Of transactions: of their own time, which may stand in several columns, when the outcome was known, and the sign-up.</summary>
    /// <returns>One for each that has such times; none where no zone is given, for then times are UTC.</returns>
    public static IEnumerable<Advice> Of(LoadSession session, RawTable raw, TransactionMapping m) =>
    [
        .. Of(session, raw, m.Time, m.TimeOfDay, m.MonthAndDay),
        .. new[] { m.Outcome?.KnownAt, m.SignedUp }.OfType<string>().Where(c => c != m.Time || m.TimeOfDay is not null).Distinct(StringComparer.Ordinal)
            .SelectMany(c => Of(session, raw, c, null, null)),
    ];

    /// <summary>Of events.</summary>
    /// <returns>At most one.</returns>
    public static IEnumerable<Advice> Of(LoadSession session, RawTable raw, EventMapping m) => Of(session, raw, m.Time, m.TimeOfDay, null);

    private static IEnumerable<Advice> Of(LoadSession session, RawTable raw, string column, string? timeOfDay, IReadOnlyList<string>? monthAndDay)
    {
        var format = raw.Formats.Time(column, timeOfDay);
        if (format.ClockChanges(raw.TimeText(column, timeOfDay, monthAndDay)) is not { } changes) yield break;
        var (missing, twice) = session.Connection.Query(
            $"SELECT count(*) FILTER ({changes.Missing}), count(*) FILTER ({changes.Twice}) FROM {raw.Taken}",
            static r => (r.GetInt64(0), r.GetInt64(1)), session.Context.Cancel)[0];
        List<string> said = [];
        if (missing > 0) said.Add($"{Wording.Counted(missing, "time")} of “{column}” did not exist there, and the clock is taken as not yet changed");
        if (twice > 0) said.Add($"{Wording.Counted(twice, "time")} of “{column}” occurred twice there, and the later is taken");
        if (said.Count > 0) yield return new Advice(AdviceLevel.Warning, raw.Source, column, $"in {format.Zone} clocks change: {string.Join("; ", said)}");
    }
}
