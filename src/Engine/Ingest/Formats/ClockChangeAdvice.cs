using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>Local times that a change of the clock leaves out or makes occur twice: they are kept, counted, and said.</summary>
internal static class ClockChangeAdvice
{
    /// <param name="session">The load.</param>
    /// <param name="raw">Transactions or events.</param>
    /// <param name="use">Their columns.</param>
    /// <returns>One for each column that has such times; none where no zone is given, for then times are UTC.</returns>
    public static IEnumerable<Advice> Of(LoadSession session, RawTable raw, FormatUse use)
    {
        foreach (var column in use.Times)
        {
            var format = raw.Formats.Time(column, use.TimeOfDay);
            if (format.ClockChanges(raw.TimeText(column, use.TimeOfDay)) is not { } changes) continue;
            var (missing, twice) = session.Connection.Query(
                $"SELECT count(*) FILTER ({changes.Missing}), count(*) FILTER ({changes.Twice}) FROM {raw.Taken}",
                static r => (r.GetInt64(0), r.GetInt64(1)), session.Context.Cancel)[0];
            List<string> said = [];
            if (missing > 0) said.Add($"{Wording.Counted(missing, "time")} of “{column}” did not exist there, and the clock is taken as not yet changed");
            if (twice > 0) said.Add($"{Wording.Counted(twice, "time")} of “{column}” occurred twice there, and the later is taken");
            if (said.Count > 0) yield return new Advice(AdviceLevel.Warning, raw.Source, column, $"in {format.Zone} clocks change: {string.Join("; ", said)}");
        }
    }
}
