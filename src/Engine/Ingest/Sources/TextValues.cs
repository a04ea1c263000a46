using System.Globalization;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Reads all rows of texts for the different values of a column, where DuckDB cannot read them as they are.</summary>
internal static class TextValues
{
    /// <summary>Different values that are kept: more than these are no words that anyone chooses among.</summary>
    private const int Most = 10_000;

    /// <returns>In ordinal order, at most <paramref name="most"/>.</returns>
    public static List<string> Read(IReadOnlyList<SourceFile> files, string column, int most, PreviewBudget budget, CancellationToken cancel)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var cell = file.Cells[file.IndexOf(column)];
            if (cell.Constant is { Length: > 0 } constant) found.Add(constant);
            if (cell.Field is not { } at) continue;
            new TextRowReader(file, budget, 4 * budget.CellLength, raw: false, cancel).ForEach(row =>
            {
                if (row.IsWellFormed && found.Count < Most && budget.Shown(row.Fields[at].Trim()) is { } value) found.Add(value);
            });
        }

        return [.. found.Take(most)];
    }
}
