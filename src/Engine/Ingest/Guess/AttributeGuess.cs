using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>Which of the columns that are left describe a payment: neither a number of the row, nor its time once more, nor what is known afterwards.</summary>
internal static class AttributeGuess
{
    private static readonly HashSet<string> Numbering = [.. "id no nr num number nummer numero key reference ref uuid guid hash token".Split(' ')];

    public static List<string> Of(ColumnPicker pick, bool hasOutcome)
    {
        var (kept, left) = (new List<string>(), new List<string>());
        foreach (var column in pick.Free.Where(static c => !c.IsEmpty).DistinctBy(static c => c.Name.ToUpperInvariant()).ToList())
        {
            if (column.IsTime) continue;
            if (IsIdle(column) || (hasOutcome && IsTold(column))) left.Add(column.Name);
            else kept.Add(column.Name);
        }

        if (kept.Count > 0) pick.Note($"the columns left are taken as attributes: {string.Join(", ", kept)}");
        if (left.Count > 0)
        {
            pick.Note($"left out, because they number the rows, are never the same twice, or tell the outcome: {string.Join(", ", left)}");
            pick.Advise(AdviceLevel.Note, null, $"not used, because they number the rows, are never the same twice, or tell the outcome: "
                + $"{string.Join(", ", left.Take(8).Select(static c => Wording.Cut(c, 40)))}{(left.Count > 8 ? ", …" : "")}",
                new Remedy("Use them as attributes", "transactions.attributes", m => m.WithTransactions(t => t with
                {
                    Attributes = [.. t.Attributes, .. left.Except(t.Attributes)],
                })));
        }

        return kept;
    }

    private static bool IsIdle(ColumnProfile c) => c.IsTimeOfDay || (c.Distinct > ColumnPicker.MostWords && ColumnPicker.IsExact(c, RoleNames.Id))
        || (c.IsCounter && c.Given >= ColumnProfile.FewestRows)
        || (c.IsNearlyUnique && (!c.IsNumber || (c.IsWholeNumbers && c.Words.HasAny(Numbering))))
        || (c.IsStep && c.IsWholeNumbers && c.IsNearlyUnique)
        || (c.IsStep && c.Distinct > 2 && ColumnPicker.Score(c, RoleNames.Step) >= 2000
            && c.Words.Words.Any(static w => w is "seconds" or "days" or "step" or "time"));

    private static bool IsTold(ColumnProfile c) => c.Words.HasAny(RoleNames.OutcomeWords) || c.Words.Plain.Contains("fraud", StringComparison.Ordinal);
}
