using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>
/// Numbers that name something (a zip code, a merchant category, an operating system) are texts: 14784 is no more than 14783, and 02139 is not 2139.
/// </summary>
/// <remarks>
/// An attribute of whole numbers, none negative, is a code where one of three holds: some value has a leading zero; a word of its name says so and none says
/// that it counts or measures; or all values have the same number of digits, four or more, are not years, and each occurs ten times on average in a hundred
/// rows or more.
/// </remarks>
internal static class CodeColumns
{
    private const int FixedDigits = 4;
    private const int RowsPerValue = 10;
    private const int FewestRows = 100;

    private static readonly HashSet<string> Naming = [.. ("app bin branch brand carrier category cat channel city class code country county group id iin mcc "
        + "model operator os plz postal postcode region segment sku state store terminal type zip zipcode").Split(' ')];

    private static readonly HashSet<string> Measuring = [.. ("age amount average avg balance count counts day days distance distinct hours length limit max "
        + "mean min minutes months n num rate ratio score seconds share since size std sum time total velocity year years").Split(' ')];

    /// <summary>Says of each numeric attribute whether it is a code, and is then a text.</summary>
    /// <param name="session">The load.</param>
    /// <param name="attributes">All of them.</param>
    /// <param name="cell">As which each is read.</param>
    public static List<AttributeColumn> Mark(LoadSession session, List<AttributeColumn> attributes, Func<int, SourceCell> cell)
    {
        var marked = attributes.ToList();
        foreach (var some in Enumerable.Range(0, attributes.Count).Where(i => attributes[i].Numeric).Chunk(TransactionTable.ColumnsAtOnce))
        {
            var looks = string.Join(", ", some.Select(i => Look(string.Create(CultureInfo.InvariantCulture, $"attribute_{i}"), cell(i))));
            var digits = session.Connection.Query($"SELECT {looks} FROM {TransactionTable.Accepted}",
                r => some.Select((_, k) => Read(j => Convert.ToInt64(r.GetValue((k * Digits.Count) + j), CultureInfo.InvariantCulture))).ToList(),
                session.Context.Cancel)[0];
            foreach (var (k, i) in some.Index())
            {
                if (IsCode(attributes[i].Name, digits[k])) marked[i] = attributes[i] with { Numeric = false, Code = true };
            }
        }

        return marked;
    }

    /// <summary>A code as it is stored: programs that had missing values among them write whole numbers as 14784.0.</summary>
    public static string Text(string column) => $"regexp_replace({column}, '\\.0*$', '')";

    /// <param name="name">Of the attribute.</param>
    /// <param name="digits">Of its values.</param>
    public static bool IsCode(string name, Digits digits)
    {
        if (!digits.Whole) return false;
        var words = Words(name);
        if (digits.LeadingZero || (words.Exists(Naming.Contains) && !words.Exists(Measuring.Contains))) return true;
        var years = digits is { Longest: FixedDigits, Least: >= 1900, Most: < 2100 };
        return digits.Shortest == digits.Longest && digits.Shortest >= FixedDigits && !years && !words.Exists(Measuring.Contains)
            && digits.Rows >= FewestRows && digits.Distinct * RowsPerValue <= digits.Rows;
    }

    /// <summary><c>billingZip_5</c> has the words billing, zip and 5.</summary>
    private static List<string> Words(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsLetterOrDigit(name[i]) || (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1]));
            if (!ends) continue;
            if (i > start) words.Add(name[start..i].ToLowerInvariant());
            start = i < name.Length && char.IsLetterOrDigit(name[i]) ? i : i + 1;
        }

        return words;
    }

    private static string Look(string column, SourceCell cell)
    {
        if (cell.Native is not null) return LookAtNumbers(column, cell);
        var text = Text(column);
        var length = $"length({text})";
        return $"coalesce(bool_and(regexp_full_match({column}, '[0-9]{{1,18}}(\\.0*)?')), false)::INTEGER, "
            + $"coalesce(bool_or(regexp_matches({column}, '^0[0-9]')), false)::INTEGER, count({column}), approx_count_distinct({column}), "
            + $"coalesce(min({length}), 0), coalesce(max({length}), 0), "
            + $"coalesce(min(try_cast({text} AS BIGINT)), 0), coalesce(max(try_cast({text} AS BIGINT)), 0)";
    }

    /// <summary>The same of a typed column: its texts have no zeros in front, and the smallest number has the fewest digits.</summary>
    private static string LookAtNumbers(string column, SourceCell cell)
    {
        var isWhole = $"{column} >= 0 AND {column} < 1000000000000000000" + (cell.Native == NativeType.Whole ? "" : $" AND {column} = trunc({column})");
        var (least, most) = ($"coalesce(try_cast(min({column}) AS BIGINT), 0)", $"coalesce(try_cast(max({column}) AS BIGINT), 0)");
        return $"coalesce(bool_and({isWhole}), false)::INTEGER, 0, count({column}), approx_count_distinct({cell.Text(column)}), "
            + $"length({least}::VARCHAR), length({most}::VARCHAR), {least}, {most}";
    }

    private static Digits Read(Func<int, long> number) =>
        new(number(0) > 0, number(1) > 0, number(2), number(3), (int)number(4), (int)number(5), number(6), number(7));

    /// <summary>How an attribute of numbers is written.</summary>
    /// <param name="Whole">Whether all are whole numbers without a sign.</param>
    /// <param name="LeadingZero">Whether one has a zero before other digits.</param>
    /// <param name="Rows">That have a value.</param>
    /// <param name="Distinct">Different values, about.</param>
    /// <param name="Shortest">Digits of the shortest.</param>
    /// <param name="Longest">Digits of the longest.</param>
    /// <param name="Least">The smallest number.</param>
    /// <param name="Most">The largest number.</param>
    internal sealed record Digits(bool Whole, bool LeadingZero, long Rows, long Distinct, int Shortest, int Longest, long Least, long Most)
    {
        public const int Count = 8;
    }
}
