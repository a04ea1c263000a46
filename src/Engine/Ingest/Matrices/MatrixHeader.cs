using System.Globalization;
using Investigator.Engine.Ingest.Formats;

namespace Investigator.Engine.Ingest.Matrices;

/// <summary>Whether the first line of a matrix names its columns.</summary>
internal static class MatrixHeader
{
    /// <summary>Two columns called 0 and 1 could as well be a row.</summary>
    private const int FewestCounted = 3;

    /// <param name="fields">The first line; what is empty in it is called <c>column_N</c>.</param>
    public static bool IsHeader(IReadOnlyList<string> fields)
    {
        if (Counts(fields)) return true;
        var numbers = fields.Where(IsNumber).ToList();
        var words = fields.Where(static (f, i) => !IsNumber(f) && !IsBlank(f, i)).Count();

        // A row may lack cells. Years among names are a header, but no name has decimals.
        return numbers.Count == 0 || (words > 0 && numbers.TrueForAll(static n => n.All(char.IsAsciiDigit)));
    }

    /// <summary>Whether it counts the columns from 0, as data frames without names are written, perhaps behind an index without one.</summary>
    public static bool Counts(IReadOnlyList<string> fields)
    {
        var first = fields.Count > 1 && fields[0] == Unnamed(0) ? 1 : 0;
        return fields.Count - first >= (first == 1 ? 1 : FewestCounted)
            && fields.Skip(first).Index().All(static f => f.Item == f.Index.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Whether a column is called as pandas and R call a data frame's index that has no name.</summary>
    /// <param name="name">Its name, or <c>column_N</c> where it has none.</param>
    /// <param name="place">Its number, from 0.</param>
    /// <param name="columns">How many there are.</param>
    public static bool IsIndexName(string name, int place, int columns) =>
        name is "__index_level_0__" || (place == 0 && columns > 1 && (IsUnnamed(name, 0) || name.StartsWith("Unnamed: 0", StringComparison.Ordinal)));

    /// <param name="name">A column's name, or <c>column_N</c> where it has none.</param>
    /// <param name="place">Its number, from 0.</param>
    public static bool IsUnnamed(string name, int place) => name == Unnamed(place);

    private static string Unnamed(int place) => string.Create(CultureInfo.InvariantCulture, $"column_{place + 1}");

    private static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsBlank(string field, int place) => field == Unnamed(place) || MissingWords.Nobody.Contains(field, StringComparer.OrdinalIgnoreCase);
}
