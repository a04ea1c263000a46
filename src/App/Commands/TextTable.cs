namespace Investigator.Commands;

/// <summary>Columns of text, one under the other.</summary>
internal static class TextTable
{
    private const string Between = "  ";

    /// <param name="rows">As many cells each as the longest has, or fewer.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = Enumerable.Range(0, rows.Count == 0 ? 0 : rows.Max(static r => r.Count))
            .Select(i => rows.Max(r => i < r.Count ? r[i].Length : 0)).ToArray();
        return rows.Select(r => string.Join(Between, r.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    public static IEnumerable<string> Pairs(IReadOnlyList<(string What, string Words)> pairs) =>
        Lines([.. pairs.Select(static p => (IReadOnlyList<string>)[p.What, Engine.Core.Wording.Quoted(p.Words, 400)])]);
}
