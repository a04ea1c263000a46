using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>
/// Words that stand for nothing. As an account, a session, an entity, a currency or an attribute such a word is no value: thirty customers whose
/// device is "NULL" do not share a device.
/// </summary>
/// <remarks>
/// Compared whole and trimmed, upper and lower case alike. A mapping's <c>missing</c> replaces the lists; an empty one leaves every word as it is. A bare 0
/// is not among them (it is many a real code), nor is any word of the outcome, the decision or an event's type, which say something. A category may well be
/// "none" or "unknown" (no voucher, a browser that does not tell), but nobody's account or device is; among numbers both are no number.
/// </remarks>
internal static class MissingWords
{
    /// <summary>What databases, spreadsheets, languages and forms write where there is nothing, in any column.</summary>
    private static readonly IReadOnlyList<string> Anywhere =
    [
        "null", "(null)", "<null>", "[null]", @"\n", "na", "n/a", "n.a.", "#n/a", "<na>", "nan", "nat", "undefined", "not available", "(blank)", "(empty)",
    ];

    /// <summary>
    /// What names nobody: the same, and words that could be a category's; the nil UUID (RFC 9562) and the unspecified addresses (RFC 1122, RFC 4291).
    /// </summary>
    internal static readonly IReadOnlyList<string> Nobody =
    [
        .. Anywhere, "nil", "none", "unknown", "not applicable", "-", "--", "?", "00000000-0000-0000-0000-000000000000", "0.0.0.0", "::",
    ];

    /// <summary>
    /// Defines over texts that are trimmed, or NULL: <c>is_nobody</c>, <c>as_name</c> for accounts and entities, <c>as_reference</c> for ids of something else,
    /// <c>is_nothing</c>, <c>as_category</c> for currencies and attributes.
    /// </summary>
    public static void Define(LoadSession session, Mapping mapping)
    {
        Define(session, "is_nobody", mapping.Missing ?? Nobody);
        Define(session, "is_nothing", mapping.Missing ?? Anywhere);
        session.Run("CREATE MACRO as_reference(s) AS CASE WHEN is_nobody(s) THEN NULL ELSE as_key(s) END");
        session.Run($"CREATE MACRO as_name(s) AS CASE WHEN is_nobody(s) THEN NULL ELSE {KeyText.Folded(mapping, "as_key(s)")} END");
        session.Run("CREATE MACRO as_category(s) AS CASE WHEN is_nothing(s) THEN NULL ELSE s END");
    }

    private static void Define(LoadSession session, string test, IReadOnlyList<string> missing)
    {
        string[] words = [.. missing.Select(static w => w.Trim().ToLowerInvariant()).Where(static w => w.Length > 0).Distinct(StringComparer.Ordinal)];
        // Most texts are of a length that no word has, and a length costs less than a comparison.
        var lengths = words.GroupBy(static w => w.EnumerateRunes().Count()).OrderBy(static g => g.Key)
            .Select(static g => string.Create(CultureInfo.InvariantCulture, $"WHEN {g.Key} THEN {SourceWords.EqualsAny("lower(s)", g)} "));
        var among = words.Length == 0 ? "false" : $"CASE length(s) {string.Concat(lengths)}ELSE false END";
        session.Run($"CREATE MACRO {test}(s) AS {among}");
    }

    /// <summary>Whether a word is none of a number or a time, but says that there is none.</summary>
    public static bool IsNothing(string text) => text.Length <= 15 && (Anywhere.Contains(text.ToLowerInvariant()) || text is "-" or "--" or "?");

    /// <summary>Says which words were read as nothing, where and how often; null where there were none.</summary>
    /// <param name="session">The load.</param>
    /// <param name="raw">Transactions or events.</param>
    /// <param name="names">Source columns of accounts, sessions and entities.</param>
    /// <param name="categories">Source columns of currencies and attributes.</param>
    public static string? Note(LoadSession session, RawTable raw, IEnumerable<string?> names, IEnumerable<string?> categories)
    {
        (string Column, string Test)[] looked =
        [
            .. names.OfType<string>().Distinct(StringComparer.Ordinal).Select(c => (c, $"is_nobody({raw.Text(c)})")),
            .. categories.OfType<string>().Distinct(StringComparer.Ordinal).Select(c => (c, $"is_nothing({raw.Text(c)})")),
        ];
        if (looked.Length == 0) return null;
        var counts = session.Connection.Query(
            $"SELECT {string.Join(", ", looked.Select(l => $"count(*) FILTER ({l.Test})"))} FROM {raw.Taken}",
            r => Enumerable.Range(0, looked.Length).Select(r.GetInt64).ToArray(), session.Context.Cancel)[0];
        var found = new List<string>();
        foreach (var (column, test) in looked.Where((_, i) => counts[i] > 0))
        {
            found.AddRange(session.Connection.Query(
                $"SELECT {raw.Text(column)} AS word, count(*) FROM {raw.Taken} WHERE {test} GROUP BY word ORDER BY 2 DESC, 1 LIMIT 5",
                r => $"“{Wording.Quoted(r.GetString(0), 40)}” in {column} ({Wording.Counted(r.GetInt64(1), "row")})", session.Context.Cancel));
        }
        return found.Count == 0 ? null : $"{raw.Source}: read as no value: {string.Join(", ", found)}";
    }
}
