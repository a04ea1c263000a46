using DuckDB.NET.Data;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Formats;

/// <summary>What the judge reads in code is what a load reads in SQL: over texts of each format, and such texts with a character changed.</summary>
public sealed class FormatAgreementTests
{
    private static readonly string[] Numbers =
    [
        "0", "7", "-7", "1234", "12.5", "12,5", "1,234", "1.234", "1,234.50", "1.234,50", "1 234,50", "1\u00a0234,50", "1\u202f234", "1'234.50",
        "1\u2019234", "1_000", "1_0_0.5", "12,34,567.8", "1,23,4", "0,123", "01,234", "$12.50", "12,50 €", "EUR 3", "3 CHF", "kr. 50", "kr.50",
        "Rs.500", "US$5.00", "(12.50)", "(1.234,00 €)", "-$5", "$-5", "5-", "5 -", "5,00- €", "\u22125", "+5", "+-5", "--5", "(-5)", "1e5", "1E+5",
        "1,5e-3", "9.99e99", "1e400", "inf", "-inf", "nan", "NaN", ".5", ",5", "5.", "5,", ".", ",", "12 34", "1.2.3", "1,2,3", "5 kg", "5%",
        "ABC 5", "€", "()", "(5", "5)", "1-5", "1.234.567", "1,234,567", "TOP 10", "1234,567.8", "123 456", "12 3456", "zł 5", "5zł", "-5-", "e5",
        "0x10", "2.851E-21", "1,234e5", "1,234.5e2", "1.234.567e3",
    ];

    private static readonly string[] Times =
    [
        "2024-03-01", "2024-03-01 10:00:00", "2024-03-01T10:00:00.123Z", "2024-03-01 10:00:00.123456", "2024-03-01 10:00:00.25+02:00",
        "2024-03-01T10:00:00+02:00", "2024-03-01T10:00:00-1130", "2024-03-01T10:00:00Z", "2024-03-01T10:00:00.123", "2024-03-01 10:00:00,5",
        "2024-03-01T10:00:00.123456789Z", "2024-03-01 10:00:00+02", "2024-03-01 10:00:00+0200", "2024-03-01 10:00:00 -05:30",
        "2024-03-01 10:00 UTC", "2024-03-01 10:00:00 Europe/London", "2024-07-01 10:00:00 America/Argentina/Buenos_Aires",
        "2024-03-01 10:00:00 BST", "2024-3-1 1:02", "2024/03/01 10:00", "2024-02-30", "2023-02-29", "2024-03-01 24:00:00", "2024-03-01 24:00:01",
        "2024-03-01 23:59:60", "2024-03-31 02:30:00", "2024-10-27 02:30:00", "1709287200", "1709287200.25", "1709287200123", "1709287200123456",
        "1709287200123456789", "1.7092872e9", "20240301", "20240301101530", "45352.5", "45352,4375", "3000", "12", "12.5", "01.03.2024",
        "1.3.2024 9:05", "31.12.2024 23:59:59", "01/02/2024 10:30 PM", "12/31/2024 12:00:01 am", "13/13/2024 1:00 PM", "01.03.24", "01.03.70",
        "29.02.2023", "1 March 2024", "01-Mar-24", "1. März 2024 10:00", "Fri, 01 Mar 2024 10:00:00 +0100", "Fri, 01 Mar 2024 10:00:00 CET",
        "Mar 01 2024 10:00:00.1234567", "marzo 5 2024 10:00:00.5", "infinity", "epoch", "", "-", "now", "2024", "0000-00-00 00:00:00", "1899-12-31",
        "2200-01-01",
    ];

    private static readonly (string? Pattern, string? Zone)[] TimeFormats =
    [
        (null, null), (null, "Europe/Berlin"), ("iso", "America/New_York"), ("iso", "+05:30"), ("unix_seconds", null), ("unix_milliseconds", null),
        ("unix_microseconds", null), ("unix_nanoseconds", null), ("excel_days", null), ("excel_days", "Europe/Berlin"), ("hours since 2018-04-01", null),
        ("10 minutes since 2018-04-01 06:00", "Asia/Tokyo"), ("dd.MM.yyyy", null), ("dd.MM.yyyy HH:mm|dd.MM.yyyy", "Europe/Berlin"), ("d.M.yyyy H:mm", null),
        ("dd.MM.yyyy HH:mm:ss", null), ("MM/dd/yyyy hh:mm tt|MM/dd/yyyy h:mm:ss tt", null), ("dd.MM.yy", null), ("yyyyMMdd", null), ("yyyyMMddHHmmss", null),
        ("d MMMM yyyy|dd-MMM-yy|d. MMMM yyyy HH:mm", null), ("ddd, dd MMM yyyy HH:mm:ss zzz", null), ("MMM dd yyyy HH:mm:ss.fff", "Europe/Paris"),
    ];

    [Fact]
    public void Numbers_OfAnyFormat_AreTheSameInCodeAndSql()
    {
        using var connection = Connection(Mutated(Numbers, "0123456789.,'_ -+()eE\u00a0\u2019\u2212$€", seed: 1));
        char?[] between = [null, '.', ',', ' ', '\'', '_'];
        foreach (var point in ".,")
        {
            foreach (var format in between.Where(t => t != point).Select(t => new NumberFormat(point, t)))
            {
                Same(connection, format.Sql("text"), text => format.Read(text), $"{format.Decimal}{format.Thousands}", r => r.GetDouble(1));
            }
        }
    }

    [Fact]
    public void Times_OfAnyFormat_AreTheSameInCodeAndSql()
    {
        using var connection = Connection(Mutated(Times, "0123456789.,:/ -+TZaPm", seed: 2));
        var zones = new Dictionary<string, string> { ["CET"] = "Europe/Paris", ["bst"] = "+01:00" };
        foreach (var (pattern, zone) in TimeFormats)
        {
            var format = TimeFormat.Parse(pattern, zone, zones);
            Same(connection, format.Sql("text"), text => format.Read(text), $"{pattern} in {zone}", r => r.GetDateTime(1));
        }
    }

    [Fact]
    public void JoinedTimes_AreTheSameInCodeAndSql()
    {
        string[] dates = ["2024-03-01", "2024-03-01 00:00:00", "01.03.2024", "1 March 2024", "45352", "x"];
        string[] clocks = ["10:15", "10:15:30", "9:05 PM", "12:00:00 am", "101530", "24:00", ""];
        using var connection = Connection([.. dates.SelectMany(d => clocks.Select(c => $"{d} {c}"))]);
        foreach (var date in new[] { null, "dd.MM.yyyy", "d MMMM yyyy", "excel_days" })
        {
            foreach (var clock in new[] { null, "HH:mm", "h:mm tt" })
            {
                var format = TimeFormat.Parse(date, "Europe/Berlin").At(TimeFormat.Parse(clock));
                Same(connection, format.Sql("text"), text => format.Read(text), $"{date} at {clock}", r => r.GetDateTime(1));
            }
        }
    }

    private static void Same<T>(DuckDBConnection connection, string sql, Func<string, T?> read, string name, Func<DuckDBDataReader, T> value) where T : struct
    {
        var rows = connection.Query($"SELECT text, {sql} FROM texts", r => (Text: r.GetString(0), Sql: r.IsDBNull(1) ? (T?)null : value(r)));
        var differing = rows.Where(r => !Equals(r.Sql, read(r.Text))).Select(r => $"'{r.Text}': SQL {r.Sql}, code {read(r.Text)}").Take(8).ToList();
        Assert.True(differing.Count == 0, $"{name}: {string.Join("; ", differing)}");
        Assert.NotEmpty(rows);
    }

    private static DuckDBConnection Connection(IReadOnlyList<string> texts)
    {
        var connection = TableConnection.Open(threads: 1);
        ColumnSql.Define(connection);
        connection.Execute($"CREATE TABLE texts AS SELECT unnest({Sql.Texts(texts)}) AS text");
        return connection;
    }

    private static List<string> Mutated(string[] texts, string alphabet, int seed)
    {
        var random = new Random(seed);
        List<string> all = [.. texts];
        foreach (var text in texts)
        {
            for (var i = 0; i < 25; i++)
            {
                var at = random.Next(text.Length + 1);
                var sign = alphabet[random.Next(alphabet.Length)];
                var changed = random.Next(3) switch
                {
                    0 => text.Insert(at, sign.ToString()),
                    1 when at < text.Length => text.Remove(at, 1),
                    _ => at < text.Length ? text[..at] + sign + text[(at + 1)..] : text,
                };
                // As a load's texts, which are trimmed.
                if (changed.Trim(' ') == changed) all.Add(changed);
            }
        }

        return [.. all.Where(static t => t.Length > 0).Distinct(StringComparer.Ordinal)];
    }
}
