using System.Globalization;
using System.IO.Compression;
using System.Text;
using DuckDB.NET.Data;

namespace Investigator.Browser.Tests;

/// <summary>The same sixty payments as people's programs would write them: in other encodings, layouts, number and time formats and containers.</summary>
internal static class OddFiles
{
    public const int Payments = 60;

    /// <summary>Rows of the one log that are visits.</summary>
    public const int Visits = 240;

    private static readonly string[] Names = ["Jäger", "Müller", "Ñandú", "Kröger", "Søren"];
    private static readonly double[] Amounts = [1234.56, 10.5, 0.99, 87, 250.25];
    private static readonly DateTime Start = new(2026, 2, 13, 9, 5, 7, DateTimeKind.Utc);
    private static readonly NumberFormatInfo German = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    /// <summary>A bank's export: semicolons, decimal commas, days first.</summary>
    public static void GermanCsv(string path) => File.WriteAllText(path, GermanText());

    /// <summary>The same in the characters of old Windows programs.</summary>
    public static void WindowsCsv(string path)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        File.WriteAllText(path, GermanText(), Encoding.GetEncoding(1252));
    }

    /// <summary>What a spreadsheet calls Unicode text.</summary>
    public static void Utf16Tsv(string path) => File.WriteAllText(path, Plain('\t'), Encoding.Unicode);

    public static void Gzip(string path)
    {
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(Encoding.UTF8.GetBytes(Plain(',')));
    }

    public static void Zip(string path)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(archive, "export/payments.csv", Plain(','));
    }

    public static void Parquet(string path)
    {
        var csv = path + ".csv";
        File.WriteAllText(csv, Plain(','));
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "COPY (SELECT id, account, time::TIMESTAMP AS time, amount::DECIMAL(12, 2) AS amount, device "
            + $"FROM read_csv('{csv}')) TO '{path}'";
        command.ExecuteNonQuery();
        File.Delete(csv);
    }

    public static void WithoutHeader(string path) => File.WriteAllText(path, Plain(',')[(Plain(',').IndexOf('\n', StringComparison.Ordinal) + 1)..]);

    public static void Milliseconds(string path) => File.WriteAllText(path, Table(
        ',', ["id", "account", "time", "amount", "device"],
        static i => [Id(i), Account(i), new DateTimeOffset(Time(i)).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), Amount(i), Device(i)]));

    /// <summary>Date and time of day in columns of their own.</summary>
    public static void TwoColumns(string path) => File.WriteAllText(path, Table(
        ',', ["id", "account", "date", "time", "amount", "device"],
        static i => [Id(i), Account(i), Written(Time(i), "yyyy-MM-dd"), Written(Time(i), "HH:mm:ss"), Amount(i), Device(i)]));

    /// <summary>Purchases among the visits that led to them, four to each.</summary>
    public static void OneLog(string path)
    {
        var text = new StringBuilder("event_time,event_type,user_id,product,price\n");
        for (var i = 0; i < Payments; i++)
        {
            for (var visit = 4; visit > 0; visit--) Add(Time(i).AddMinutes(-visit), "view", Invariant($"p{i % 9}"), "");
            Add(Time(i), "purchase", Invariant($"p{i % 9}"), Amount(i));

            void Add(DateTime time, string type, string product, string price) =>
                text.Append(Written(time, "yyyy-MM-dd HH:mm:ss")).Append(" UTC,").Append(type).Append(',').Append(Account(i)).Append(',').Append(product)
                    .Append(',').Append(price).Append('\n');
        }

        File.WriteAllText(path, text.ToString());
    }

    /// <summary>A workbook with numbers and times as numbers, as spreadsheets keep them.</summary>
    public static void Workbook(string path)
    {
        const string Open = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Package = "http://schemas.openxmlformats.org/package/2006";
        const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var rows = new StringBuilder(Row(1, ["id", "account", "time", "amount", "device"]));
        for (var i = 0; i < Payments; i++) rows.Append(Row(i + 2, [Id(i), Account(i), Time(i), Amounts[i % Amounts.Length], Device(i)]));
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(archive, "[Content_Types].xml", $"{Open}<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType="
            + "\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + Part("workbook", "sheet.main") + Part("worksheets/sheet1", "worksheet") + Part("styles", "styles") + "</Types>");
        Add(archive, "_rels/.rels", $"{Open}<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"r1\" Type=\"{Office}/officeDocument\" "
            + "Target=\"xl/workbook.xml\"/></Relationships>");
        Add(archive, "xl/_rels/workbook.xml.rels", $"{Open}<Relationships xmlns=\"{Package}/relationships\">"
            + $"<Relationship Id=\"r1\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
            + $"<Relationship Id=\"r2\" Type=\"{Office}/styles\" Target=\"styles.xml\"/></Relationships>");
        Add(archive, "xl/workbook.xml", $"{Open}<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets><sheet name=\"March\" sheetId=\"1\" r:id=\"r1\"/>"
            + "</sheets></workbook>");
        Add(archive, "xl/styles.xml", $"{Open}<styleSheet xmlns=\"{Main}\"><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills>"
            + "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
            + "<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
        Add(archive, "xl/worksheets/sheet1.xml", $"{Open}<worksheet xmlns=\"{Main}\"><sheetData>{rows}</sheetData></worksheet>");

        static string Part(string name, string kind) =>
            $"<Override PartName=\"/xl/{name}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml\"/>";
    }

    private static string Row(int number, object[] cells)
    {
        var row = new StringBuilder(Invariant($"<row r=\"{number}\">"));
        foreach (var (column, cell) in cells.Index())
        {
            var place = Invariant($"{(char)('A' + column)}{number}");
            row.Append(cell switch
            {
                double value => Invariant($"<c r=\"{place}\"><v>{value}</v></c>"),
                DateTime time => Invariant($"<c r=\"{place}\" s=\"1\"><v>{time.ToOADate():R}</v></c>"),
                _ => $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>",
            });
        }

        return row.Append("</row>").ToString();
    }

    private static string GermanText() => Table(
        ';', ["Buchungsnummer", "Kunde", "Buchungsdatum", "Betrag", "Gerät"],
        static i => [Id(i), Account(i), Written(Time(i), "dd.MM.yyyy HH:mm:ss"), Amounts[i % Amounts.Length].ToString("#,##0.00", German), Device(i)]);

    private static string Plain(char separator) => Table(
        separator, ["id", "account", "time", "amount", "device"],
        static i => [Id(i), Account(i), Written(Time(i), "yyyy-MM-dd HH:mm:ss"), Amount(i), Device(i)]);

    private static string Table(char separator, string[] header, Func<int, string[]> row) =>
        string.Concat(Enumerable.Range(0, Payments).Select(row).Prepend(header).Select(fields => string.Join(separator, fields) + "\r\n"));

    private static string Id(int i) => Invariant($"T{i:000}");

    private static string Account(int i) => Names[i % Names.Length];

    private static DateTime Time(int i) => Start + (i * new TimeSpan(7, 13, 11));

    private static string Amount(int i) => Amounts[i % Amounts.Length].ToString(CultureInfo.InvariantCulture);

    private static string Device(int i) => Invariant($"D{i * 7 % 23}");

    private static string Written(DateTime time, string pattern) => time.ToString(pattern, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static void Add(ZipArchive archive, string name, string text)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }
}
