using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>How numbers are written: <c>1.234,50</c> has the decimal sign <c>,</c> and <c>.</c> between thousands.</summary>
/// <remarks>
/// <para>In every format a sign or code of a currency may stand before or behind the number, and a minus before or behind it or brackets around it make it
/// negative: these leave no doubt.</para>
/// <para>Thousands are strict: all groups but the first have three digits, or as in India two and the last one three, and the first begins with no zero.
/// <c>1,23,4</c> is no number. A space stands for every space that typesetting knows, and an apostrophe for the curly one too.</para>
/// </remarks>
/// <param name="Decimal">. or ,</param>
/// <param name="Thousands">Null where there is none.</param>
public sealed record NumberFormat(char Decimal, char? Thousands)
{
    /// <summary>Beyond it a double tells no cents apart, and no payment has so much: such amounts are stand-ins for a missing one.</summary>
    public const double MostMoney = 1e15;

    private const string Space = "[ \u00a0\u2007\u2009\u202f]";
    private const string Minus = "[-\u2212]";
    private const string Sign = "[-+\u2212]";

    private static readonly ConcurrentDictionary<NumberFormat, Regex> Known = new();

    public static NumberFormat Plain { get; } = new('.', null);

    /// <param name="point">. or , as a mapping gives it; null: the point, or the comma where the point stands between thousands.</param>
    /// <param name="thousands">One character; empty: none; null: none beside a decimal point, and the point beside a decimal comma.</param>
    /// <exception cref="InputException">Another sign, or the same for both.</exception>
    public static NumberFormat Parse(string? point, string? thousands)
    {
        point ??= thousands == "." ? "," : ".";
        if (point is not ("." or ",")) throw new InputException("this is no decimal sign", column: "format.decimal", value: point, expected: ". or ,");
        if (thousands is { Length: > 1 } || thousands is { Length: 1 } && (char.IsAsciiLetterOrDigit(thousands[0]) || "+-()".Contains(thousands[0])))
        {
            throw new InputException("this is no sign between thousands", column: "format.thousands", value: thousands, expected: "one of . , ' _ or a space");
        }
        if (thousands is { Length: 1 } && thousands == point)
        {
            throw new InputException("the decimal sign and the sign between thousands are the same", column: "format.thousands", value: thousands,
                expected: "two signs");
        }
        thousands ??= point == "," ? "." : "";
        return (point, thousands) is (".", "") ? Plain : new NumberFormat(point[0], thousands.Length == 1 ? thousands[0] : null);
    }

    /// <summary>For messages: an example.</summary>
    public string Expected => this == Plain ? "a number such as 1234.5" : $"a number such as 1{Thousands}234{Decimal}5";

    /// <summary>Three groups: what stands before the digits, the digits, and what stands behind them.</summary>
    private string Expression => $"({Sign}?{Space}?(?:{CurrencyCodes.Expression}{Space}?)?|{CurrencyCodes.Expression}{Space}?{Sign}{Space}?"
        + $"|\\({Space}?(?:{CurrencyCodes.Expression}{Space}?)?)"
        + $"({Number})"
        + $"((?:{Space}?{CurrencyCodes.Expression})?(?:{Space}?[-\u2212]|{Space}?\\))?|{Space}?{Minus}{Space}?{CurrencyCodes.Expression})";

    // Nobody writes an exponent behind groups of thousands: 2.851E-21 can only have a decimal point.
    private string Number => (Grouped is { } grouped ? $"(?:{grouped}(?:{Point}[0-9]*)?|" : "(?:")
        + $"(?:[0-9]+(?:{Point}[0-9]*)?|{Point}[0-9]+)(?:[eE][-+]?[0-9]{{1,3}})?)";

    private string Point => Decimal == '.' ? "\\." : Decimal.ToString();

    /// <summary>Digits before the decimal sign with signs between thousands, or lakhs and thousands; null where none are written.</summary>
    private string? Grouped => Between is not { } sign ? null
        : $"(?:[1-9][0-9]{{0,2}}(?:{sign}[0-9]{{3}})+|[1-9][0-9]?(?:{sign}[0-9]{{2}})+{sign}[0-9]{{3}})";

    private string? Between => Thousands switch
    {
        null => null,
        '.' => "\\.",
        '\'' => "['\u2019]",
        ' ' or '\u00a0' or '\u2007' or '\u2009' or '\u202f' => Space,
        var sign => Regex.Escape(sign.Value.ToString()),
    };

    /// <summary>SQL of the DOUBLE that a trimmed text is, NULL where it is none; never throws on data. It may be infinite or NaN.</summary>
    public string Sql(string text)
    {
        var digits = "parts_.digits";
        if (Between is { } sign) digits = $"regexp_replace({digits}, {Tables.Sql.Text(sign)}, '', 'g')";
        if (Decimal != '.') digits = $"replace({digits}, {Tables.Sql.Text(Decimal.ToString())}, '.')";
        var number = $"CASE WHEN parts_.digits = '' OR contains(parts_.before, '(') <> contains(parts_.behind, ')') "
            + $"OR (regexp_matches(parts_.before, '{Sign}') AND regexp_matches(parts_.behind, '{Minus}')) THEN NULL "
            + $"WHEN regexp_matches(parts_.before || parts_.behind, '[-(\u2212]') THEN -try_cast({digits} AS DOUBLE) ELSE try_cast({digits} AS DOUBLE) END";
        var whole = ColumnSql.With($"regexp_extract({text}, {Tables.Sql.Text($"^{Expression}$")}, ['before', 'digits', 'behind'])", "parts_", number);

        // Most texts of most columns are digits and a decimal sign alone, which cost a fifth.
        if (this == Plain) return $"coalesce(try_cast({text} AS DOUBLE), {whole})";
        return $"CASE WHEN regexp_full_match({text}, '-?[0-9]+(?:{Point}[0-9]+)?') "
            + $"THEN try_cast({(Decimal == '.' ? text : $"replace({text}, '{Decimal}', '.')")} AS DOUBLE) ELSE {whole} END";
    }

    /// <summary>The number that a trimmed text is, as <see cref="Sql"/> reads it; null where it is none.</summary>
    public double? Read(string text) => Read(NumberText.Of(text));

    internal double? Read(NumberText text)
    {
        if (this == Plain && ReadBare(text.Text) is { } plain) return plain;
        if (text.Digits is not { } digits || !Known.GetOrAdd(this, static f => new Regex($"\\A{f.Number}\\z", RegexOptions.CultureInvariant)).IsMatch(digits))
        {
            return null;
        }

        var point = Decimal;
        var bare = string.Concat(digits.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' || c == point)).Replace(point, '.');
        var value = double.Parse(bare, NumberStyles.Float, CultureInfo.InvariantCulture);
        return text.IsNegative ? -value : value;
    }

    /// <summary>As DuckDB casts a text to DOUBLE.</summary>
    internal static double? ReadBare(string text)
    {
        var digits = text.StartsWith("+-", StringComparison.Ordinal) ? text[1..] : text;
        if (digits.Length == 0 || !(char.IsAsciiDigit(digits[^1]) || digits[^1] == '.')) return Word(digits);
        if (digits.Contains('_', StringComparison.Ordinal))
        {
            if (Regex.IsMatch(digits, "(?<![0-9])_|_(?![0-9])", RegexOptions.CultureInvariant)) return null;
            digits = digits.Replace("_", "", StringComparison.Ordinal);
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(digits, Style, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static double? Word(string text) => text.TrimStart('+', '-').ToLowerInvariant() switch
    {
        "nan" => double.NaN,
        "inf" or "infinity" => text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
        _ => null,
    };
}
