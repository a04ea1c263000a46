using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>How numbers are written: <c>1.234,50</c> has the decimal sign <c>,</c> and <c>.</c> between thousands.</summary>
/// <param name="Decimal">. or ,</param>
/// <param name="Thousands">Null where there is none.</param>
public sealed record NumberFormat(char Decimal, char? Thousands)
{
    public static NumberFormat Plain { get; } = new('.', null);

    /// <summary>For messages: an example.</summary>
    public string Expected => this == Plain ? "a number such as 1234.5" : $"a number such as 1{Thousands}234{Decimal}5";

    /// <summary>SQL of the DOUBLE that a trimmed text is, NULL where it is none; never throws on data. It may be infinite or NaN.</summary>
    public string Sql(string text)
    {
        if (this == Plain) return $"try_cast({text} AS DOUBLE)";
        var digits = Thousands is { } sign ? $"replace({text}, {Tables.Sql.Text(sign.ToString())}, '')" : text;
        return $"try_cast(replace({digits}, {Tables.Sql.Text(Decimal.ToString())}, '.') AS DOUBLE)";
    }
}
