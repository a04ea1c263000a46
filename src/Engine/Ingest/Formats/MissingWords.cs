using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;
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
    /// <summary>Words of one part that a note names.</summary>
    private const int WordsNamed = 5;

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

    /// <summary>Whether one of the words for nothing could be the text of a typed value, NaN aside (<see cref="HasNotANumber"/>).</summary>
    /// <param name="missing">The mapping's words; null: the usual ones.</param>
    /// <param name="type">Of the column.</param>
    public static bool CouldBe(IReadOnlyList<string>? missing, NativeType type) => (missing ?? Anywhere).Any(w => w.Any(char.IsAsciiDigit)
        || (type != NativeType.Whole && w.Contains("inf", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether NaN is one of the words.</summary>
    /// <param name="missing">Likewise.</param>
    public static bool HasNotANumber(IReadOnlyList<string>? missing) =>
        (missing ?? Anywhere).Any(static w => w.Trim().Equals("nan", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a word is none of a number or a time, but says that there is none.</summary>
    public static bool IsNothing(string text) => text.Length <= 15 && (Anywhere.Contains(text.ToLowerInvariant()) || text is "-" or "--" or "?");

    /// <summary>SQL of the words of a row that were read as nothing (<see cref="RowMarks"/>), NULL where it has none.</summary>
    public static string Found(IReadOnlyList<NamedPart> parts) => RowMarks.Of([.. parts.Select(static p => (p.IsNothing, p.Word))]);

    /// <summary>Says which words were read as nothing, where and how often; null where there were none.</summary>
    /// <param name="session">The load.</param>
    /// <param name="raw">Transactions or events.</param>
    /// <param name="parts">Of the table.</param>
    /// <param name="from">A relation with <c>words</c>, as <see cref="Found"/> gives them.</param>
    public static string? Note(LoadSession session, RawTable raw, IReadOnlyList<NamedPart> parts, string from)
    {
        var words = session.Connection.Query($"SELECT mark, text, count(*) FROM {RowMarks.Each("words", from)} GROUP BY ALL ORDER BY 1, 3 DESC, 2",
            static r => (Part: r.GetInt32(0), Word: r.GetString(1), Rows: r.GetInt64(2)), session.Context.Cancel);
        var found = words.GroupBy(static w => w.Part).SelectMany(static w => w.Take(WordsNamed))
            .Select(w => $"“{Wording.Quoted(w.Word, 40)}” in {parts[w.Part].Column} ({Wording.Counted(w.Rows, "row")})").ToList();
        return found.Count == 0 ? null : $"{raw.Source}: read as no value: {string.Join(", ", found)}";
    }
}

/// <summary>A part of a row that may hold a word for nothing.</summary>
/// <param name="Column">Of the source.</param>
/// <param name="Needs">Column of the raw view that the other two use.</param>
/// <param name="IsNothing">SQL that is true where there is such a word, and never NULL.</param>
/// <param name="Word">SQL of the word.</param>
internal sealed record NamedPart(string Column, string Needs, string IsNothing, string Word);
