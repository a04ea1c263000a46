using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Guess;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Checks;

/// <summary>
/// What a person must still decide of how values are written. A load refuses until that is done; a check goes on as if the first choice of each were taken,
/// so that a person sees what it would give.
/// </summary>
/// <param name="Assumed">The mapping with those choices.</param>
/// <param name="Advice">What the judge has to say of the columns that the mapping uses.</param>
internal sealed record OpenFormats(Mapping Assumed, IReadOnlyList<Advice> Advice)
{
    public static OpenFormats Of(LoadSession session, Mapping mapping, LoadSources sources)
    {
        var advice = new List<Advice>();
        var t = mapping.Transactions;
        Look(TableNames.Transactions, sources.Transactions, t.Format, FormatUse.Of(t));
        if (mapping.Events is { InTransactions: true } log) Look(TableNames.Events, sources.Transactions, log.Format ?? t.Format, FormatUse.Of(log));
        else if (mapping.Events is { } e && sources.Events.Count > 0) Look(TableNames.Events, sources.Events, e.Format, FormatUse.Of(e));
        var assumed = advice.Where(static a => a.Level == AdviceLevel.Decide && a.Remedies.Count > 0)
            .Aggregate(mapping, static (m, a) => a.Remedies[0].Mend(m));
        return new OpenFormats(assumed, advice);

        // The judge knows no time in small numbers; whoever uses them as one says that they count.
        static IEnumerable<string> Counts(FormatGuess judged, FormatUse use) => judged.Format.Time is not null ? [] : use.Times.Where(c =>
            judged.Look(c) is { Type: PreviewType.Number, IsTimeLike: false } && judged.Format.Columns?.GetValueOrDefault(c)?.Time is null);

        void Look(string table, IReadOnlyList<SourceFile> files, SourceFormat? given, FormatUse use)
        {
            var budget = new PreviewBudget();
            var sample = SourceSample.Read(session.Connection, files, budget.Rows, budget, session.Context.Cancel);
            advice.AddRange(SourceLayout.Advice(files));
            var judged = FormatJudge.Judge(table, sample.Columns, given);
            advice.AddRange(judged.AdviceOn(use));
            advice.AddRange(Counts(judged, use).Select(c => StepTimes.Advice(table, c)));
        }
    }
}
