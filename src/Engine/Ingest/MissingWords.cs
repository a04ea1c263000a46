using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>
/// Words that stand for nothing. As an account, a session, an entity, a currency or an attribute such a word is a missing value: thirty customers whose
/// device is "NULL" do not share a device.
/// </summary>
/// <remarks>
/// Compared whole and trimmed, upper and lower case alike. A mapping's <c>missing</c> replaces the list; an empty one leaves every word as it is. A bare 0
/// is not among them (it is many a real code), nor is any word of the outcome, the decision or an event's type, which say something.
/// </remarks>
internal static class MissingWords
{
    /// <summary>
    /// What databases, spreadsheets, languages and forms write where there is nothing; the nil UUID (RFC 9562) and the unspecified addresses (RFC 1122,
    /// RFC 4291) are nobody's.
    /// </summary>
    public static IReadOnlyList<string> Default { get; } =
    [
        "null", "(null)", "<null>", "[null]", @"\n", "nil", "none", "na", "n/a", "n.a.", "#n/a", "<na>", "nan", "nat", "undefined", "unknown",
        "not available", "not applicable", "-", "--", "?", "(blank)", "(empty)", "00000000-0000-0000-0000-000000000000", "0.0.0.0", "::",
    ];

    /// <summary>The list that counts, in lower case.</summary>
    public static string[] Of(Mapping mapping) =>
        [.. (mapping.Missing ?? Default).Select(static w => w.Trim().ToLowerInvariant()).Where(static w => w.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>Defines <c>is_nothing</c> and <c>as_word</c> over texts that are trimmed; both take a NULL.</summary>
    public static void Define(LoadSession session, Mapping mapping)
    {
        var words = Of(mapping);
        // Most texts are longer than any of the words, and a length costs less than a comparison.
        var test = words.Length == 0 ? "false"
            : $"coalesce(length(s) <= {words.Max(static w => w.Length)} AND lower(s) IN ({string.Join(", ", words.Select(Sql.Text))}), false)";
        session.Run($"CREATE MACRO is_nothing(s) AS {test}");
        session.Run("CREATE MACRO as_word(s) AS CASE WHEN is_nothing(s) THEN NULL ELSE s END");
    }

    /// <summary>Says which words were read as nothing, where and how often; null where there were none.</summary>
    /// <param name="session">The load.</param>
    /// <param name="raw">Transactions or events.</param>
    /// <param name="columns">Source columns in which these words count.</param>
    public static string? Note(LoadSession session, RawTable raw, IEnumerable<string?> columns)
    {
        string[] looked = [.. columns.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (looked.Length == 0) return null;
        var counts = session.Connection.Query(
            $"SELECT {string.Join(", ", looked.Select(c => $"count(*) FILTER (is_nothing({raw.Text(c)}))"))} FROM {raw.View}",
            r => Enumerable.Range(0, looked.Length).Select(r.GetInt64).ToArray(), session.Context.Cancel)[0];
        var found = new List<string>();
        foreach (var column in looked.Where((_, i) => counts[i] > 0))
        {
            found.AddRange(session.Connection.Query(
                $"SELECT {raw.Text(column)} AS word, count(*) FROM {raw.View} WHERE is_nothing({raw.Text(column)}) GROUP BY word ORDER BY 2 DESC, 1 LIMIT 5",
                r => $"“{Wording.Quoted(r.GetString(0), 40)}” in {column} ({Wording.Counted(r.GetInt64(1), "row")})", session.Context.Cancel));
        }
        return found.Count == 0 ? null : $"{raw.Source}: read as no value: {string.Join(", ", found)}";
    }
}
