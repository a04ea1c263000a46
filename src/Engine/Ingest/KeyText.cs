using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>Texts without what cannot be seen at their ends, and the one form of keys that are written in several.</summary>
internal static class KeyText
{
    /// <summary>
    /// White space of Unicode, and the marks without width that come along when text is copied from pages and documents (zero-width spaces and joiners, marks
    /// of direction, the byte order mark, the soft hyphen).
    /// </summary>
    private const string Unseen = " \t\r\n\v\f\u0085\u00a0\u00ad\u061c\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
        + "\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2066\u2067\u2068\u2069\u3000\ufeff";

    /// <summary>
    /// <c>as_text</c> (trimmed, NULL where empty) and over such texts <c>as_key</c>, by which 100, 100.0 and 1e+2 are one.
    /// </summary>
    public static IReadOnlyList<string> Macros { get; } =
    [
        // Trimming a set of characters is slow, and few texts begin or end with one: of ASCII those sort up to '!', all others sort after '~'.
        $"as_text(s) AS CASE WHEN s <= '!' OR s > '~' OR right(s, 1) <= '!' OR right(s, 1) > '~' "
            + $"THEN nullif(trim(s, {Sql.Text(Unseen)}), '') ELSE s END",

        // Programs that had missing values among whole numbers write them with a decimal part, others write round ones with an exponent. A code such as 12e4
        // has no plus sign, and one with zeros in front is no number.
        "as_key(s) AS CASE WHEN right(s, 1) = '0' AND contains(s, '.') "
            + "THEN CASE WHEN regexp_full_match(s, '-?(0|[1-9][0-9]*)\\.0+') THEN split_part(s, '.', 1) ELSE s END "
            + "WHEN contains(s, 'e+') OR contains(s, 'E+') THEN CASE WHEN regexp_full_match(s, '[1-9](\\.[0-9]+)?[eE]\\+[0-9]{1,2}') "
            + "AND try_cast(try_cast(s AS DOUBLE) AS HUGEINT)::DOUBLE = try_cast(s AS DOUBLE) "
            + "THEN try_cast(try_cast(s AS DOUBLE) AS HUGEINT)::VARCHAR ELSE s END "
            + "ELSE s END",
    ];

    /// <summary>A text, such as a column's name, as <c>as_text</c> trims it.</summary>
    public static string Trimmed(string text) => text.Trim([.. Unseen]);

    /// <summary>What a mapping makes one, in SQL over a key: keys that differ in case, or in how Unicode composes them.</summary>
    public static string Folded(Mapping mapping, string key)
    {
        var cased = mapping.IgnoreCase ? $"lower({key})" : key;
        return mapping.NormalizeUnicode ? $"nfc_normalize({cased})" : cased;
    }

    /// <summary>How many keys became one with another; null where the mapping keeps all apart.</summary>
    public static string? Note(LoadSession session, RawTable raw, Mapping mapping, IEnumerable<(string What, string? Column)> keys)
    {
        if (!mapping.IgnoreCase && !mapping.NormalizeUnicode) return null;
        var named = keys.Where(static k => k.Column is not null).DistinctBy(static k => k.Column).ToList();
        if (named.Count == 0) return null;
        var counts = session.Connection.Query(
            $"SELECT {string.Join(", ", named.Select(k => $"count(DISTINCT {raw.Reference(k.Column)}) - count(DISTINCT {raw.Name(k.Column)})"))} "
                + $"FROM {raw.Taken}", r => Enumerable.Range(0, named.Count).Select(r.GetInt64).ToArray(), session.Context.Cancel)[0];
        var merged = named.Zip(counts).Where(static p => p.Second > 0).Select(static p => $"{p.Second} of {p.First.What}").ToList();
        var ways = (mapping.IgnoreCase, mapping.NormalizeUnicode) switch
        {
            (true, true) => "upper and lower case or in how Unicode composes them",
            (true, false) => "upper and lower case",
            _ => "how Unicode composes them",
        };
        return merged.Count == 0 ? null : $"{raw.Source}: spellings that differ in {ways} only count as one: {string.Join(", ", merged)}";
    }
}
