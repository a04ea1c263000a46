using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>One log that holds views and purchases: rows of some words are the payments, the others what people looked at before.</summary>
/// <param name="Column">Holds the words.</param>
/// <param name="Purchases">Of payments.</param>
/// <param name="Rows">Of the sample that are payments; null where they are too few to look at alone.</param>
internal sealed record LogGuess(string Column, IReadOnlyList<string> Purchases, IReadOnlyList<int>? Rows)
{
    private const int FewestRows = 10;

    /// <returns>Null where the rows are of one kind.</returns>
    public static LogGuess? Of(ColumnPicker pick, Sources.SourcePreview preview)
    {
        var columns = pick.Named(RoleNames.EventType, IsWords).Concat(pick.Free.Where(static c => c.IsUnnamed && IsWords(c)));
        foreach (var column in columns.ToList())
        {
            var words = pick.Words(column, out _);
            var purchases = WordMeanings.Of(words, WordMeanings.Purchases);
            if (purchases.Count == 0 || WordMeanings.Of(words, WordMeanings.Views).Count == 0 || words.Count > ColumnPicker.MostWords) continue;
            var values = preview.Sample.Columns.First(c => c.Name == column.Name).Values;
            List<int> rows = [.. Enumerable.Range(0, values.Count).Where(i => values[i] is { } v && purchases.Contains(v))];
            return new LogGuess(column.Name, purchases, rows.Count < FewestRows ? null : rows);
        }

        return null;
    }

    private static bool IsWords(ColumnProfile c) => !c.IsNumber && c.Distinct is > 1 and <= ColumnPicker.MostWords;

    public RowFilter Payments => new() { Column = Column, Words = Purchases };

    public RowFilter Events => new() { Column = Column, Words = Purchases, Except = true };
}
