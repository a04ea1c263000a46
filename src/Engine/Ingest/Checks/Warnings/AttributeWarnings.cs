using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Checks.Warnings;

/// <summary>Attributes that say nothing, or that number the rows.</summary>
internal static class AttributeWarnings
{
    private const int FewestRows = 50;

    /// <summary>Different values for each row that has one.</summary>
    private const double Unique = 0.95;

    /// <summary>Planning a query takes time with the square of its columns.</summary>
    private const int AtOnce = 50;

    private const int Named = 8;

    private sealed record Look(string Column, double Given, double Distinct, bool Numeric, bool Whole, double Span);

    public static IEnumerable<Advice> Of(CheckedRows rows)
    {
        if (rows.Count < FewestRows) yield break;
        var looks = rows.T.Attributes.Index().Chunk(AtOnce).SelectMany(part => Read(rows, part)).ToList();
        if (Columns(looks, static l => l.Given == 0) is { Count: > 0 } empty)
        {
            yield return CheckedRows.Note(null, $"no value{Where(rows)} in {Listed(empty)}", LeaveOut(empty));
        }
        if (Columns(looks, static l => l is { Given: > 0, Distinct: 1 }) is { Count: > 0 } constant)
        {
            yield return CheckedRows.Note(null, $"one value everywhere{Where(rows)} in {Listed(constant)}", LeaveOut(constant));
        }
        if (Columns(looks, l => IsUnique(l) && l.Numeric && l.Whole && l.Span < 3 * rows.Count) is { Count: > 0 } counters)
        {
            yield return CheckedRows.Warning(counters[0], Listed(counters) + (counters.Count == 1 ? " looks like a count" : " look like counts")
                + " of the rows: payments would be alike for standing near each other in the file", LeaveOut(counters));
        }
        if (Columns(looks, static l => IsUnique(l) && !l.Numeric) is { Count: > 0 } unique)
        {
            yield return CheckedRows.Warning(unique[0], $"nearly every row has a value of its own in {Listed(unique)}: as an attribute "
                + $"{(unique.Count == 1 ? "it tells" : "they tell")} nothing", LeaveOut(unique));
        }
    }

    private static bool IsUnique(Look look) => look.Given >= FewestRows && look.Distinct >= look.Given * Unique;

    private static List<string> Columns(List<Look> looks, Func<Look, bool> are) => [.. looks.Where(are).Select(static l => l.Column)];

    private static IEnumerable<Look> Read(CheckedRows rows, (int Index, string Item)[] attributes)
    {
        var n = rows.Numbers($"SELECT {string.Join(", ", attributes.Select(static a => Sql($"attribute_{a.Index}")))} FROM {CheckedRows.Transactions}");
        return attributes.Select((_, i) => n[(i * 5)..]).Zip(attributes, static (v, a) => new Look(a.Item, v[0], v[1], v[2] > 0, v[3] > 0, v[4]));
    }

    private static string Sql(string a) => $"count({a}), count(DISTINCT {a}), coalesce(bool_and(finite_number({a}) IS NOT NULL), false)::INTEGER, "
        + $"coalesce(bool_and(finite_number({a}) = floor(finite_number({a}))), false)::INTEGER, max(finite_number({a})) - min(finite_number({a}))";

    private static string Where(CheckedRows rows) => rows.IsSample ? " in the rows looked at" : "";

    private static string Listed(List<string> columns) => string.Join(", ", columns.Take(Named).Select(static c => $"‘{Wording.Cut(c, 40)}’"))
        + (columns.Count > Named ? $" and {Wording.Count(columns.Count - Named)} more" : "");

    private static Remedy LeaveOut(List<string> columns) => new(columns.Count == 1 ? $"Leave ‘{Wording.Cut(columns[0], 40)}’ out" : "Leave these out",
        $"transactions.attributes without {string.Join(", ", columns.Take(Named))}", m => m.WithoutFeatures(columns));
}
