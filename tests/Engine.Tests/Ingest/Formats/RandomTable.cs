using System.Globalization;
using System.Text;

namespace Investigator.Engine.Tests.Ingest.Formats;

/// <summary>A table of payments in a random format, and what each of its values is: written by no code of the product.</summary>
internal sealed class RandomTable
{
    private static readonly string[] Names =
        ["Zoë", "Müller & Söhne", "kim", "a \"b\" c", "x;y", "x,y", "tab\there", "naïve | piped", "Ann", "O'Neil", "Ærø", "ñandú"];

    private static readonly string[] Above = ["Payments of the shop", "", "Created by the back office", "All amounts as booked"];

    private static readonly string[] Clocks = ["", " HH:mm", " HH:mm:ss", " H:mm", " hh:mm tt", " h:mm:ss tt", " HH:mm:ss.fff"];

    private static readonly string[] Zones = ["", "", "", "Z", "+02:00", " +0530", " UTC"];

    private readonly Random _random;

    public RandomTable(int seed)
    {
        _random = new Random(seed);
        (Delimiter, Quotes, NewLine) = (Pick(",", ";", "\t", "|"), _random.Next(4) == 0, Pick("\n", "\n", "\r\n"));
        (HasHeader, Lines) = (_random.Next(5) > 0, _random.Next(4) == 0 ? _random.Next(1, 4) : 0);
        Encoding = _random.Next(6) switch
        {
            0 => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            1 => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
            2 => new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
            3 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        (Point, Decimals) = (Pick(".", ","), Pick(0, 2, 2, 2, 3));
        Thousands = Pick("", "", Point == "." ? "," : ".", " ", "\u00a0", "'");
        (Before, Behind) = Pick(("", ""), ("", ""), ("", ""), ("€", ""), ("", " €"), ("EUR ", ""), ("", " CHF"), ("$", ""));
        TimePattern = Times();
        Zone = TimePattern.StartsWith("unix", StringComparison.Ordinal) || !TimePattern.Contains("mm", StringComparison.Ordinal) ? "" : Pick(Zones);
        var rows = _random.Next(3, 40);
        var (start, span) = (new DateTime(2019, 1, 1).AddDays(_random.Next(2000)), Pick(5, 40, 700));
        for (var i = 0; i < rows; i++)
        {
            var digits = (long)Math.Pow(10, _random.Next(1, 7));
            var amount = decimal.Round((decimal)_random.NextInt64(digits * 1000) / 1000, Decimals, MidpointRounding.ToZero);
            if (_random.Next(12) == 0) amount = -amount;
            var time = Whole(start.AddDays(_random.Next(span)).AddMilliseconds(_random.Next(86_400_000)));
            Rows.Add(new Row($"t{i}", amount, _random.Next(1, 100), time, Pick(Names)));
        }
    }

    public sealed record Row(string Id, decimal Amount, int Count, DateTime Time, string Name);

    public List<Row> Rows { get; } = [];

    public bool HasHeader { get; }

    private string Delimiter { get; }

    private bool Quotes { get; }

    private string NewLine { get; }

    private int Lines { get; }

    private Encoding Encoding { get; }

    private string Point { get; }

    private string Thousands { get; }

    private int Decimals { get; }

    private string Before { get; }

    private string Behind { get; }

    private string TimePattern { get; }

    private string Zone { get; }

    /// <summary>For messages.</summary>
    public override string ToString() => $"{Encoding.WebName} delimiter '{Delimiter}' quotes {Quotes} header {HasHeader} lines {Lines} number "
        + $"'{Before}1{Thousands}234{Point}{Decimals}{Behind}' time '{TimePattern}{Zone}'";

    public void Write(string path)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Lines; i++) text.Append(Above[i]).Append(NewLine);
        if (HasHeader) Line(text, ["id", "amount", "count", "time", "name"]);
        foreach (var row in Rows) Line(text, [row.Id, Number(row.Amount), row.Count.ToString(CultureInfo.InvariantCulture), Time(row.Time), row.Name]);
        File.WriteAllText(path, text.ToString(), Encoding);
    }

    private void Line(StringBuilder text, string[] fields) => text.AppendJoin(Delimiter, fields.Select(Field)).Append(NewLine);

    private string Field(string value) => Quotes || value.Contains(Delimiter, StringComparison.Ordinal) || value.Contains('"', StringComparison.Ordinal)
        ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private string Number(decimal amount)
    {
        var parts = Math.Abs(amount).ToString("F" + Decimals, CultureInfo.InvariantCulture).Split('.');
        var whole = parts[0];
        for (var i = whole.Length - 3; i > 0 && Thousands.Length > 0; i -= 3) whole = whole.Insert(i, Thousands);
        var digits = whole + (parts.Length > 1 ? Point + parts[1] : "");
        return (amount < 0 ? "-" : "") + Before + digits + Behind;
    }

    private string Time(DateTime utc)
    {
        if (TimePattern == "unix_seconds") return new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        if (TimePattern == "unix_milliseconds") return new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var minutes = Zone switch { "+02:00" => 120, " +0530" => 330, _ => 0 };
        return utc.AddMinutes(minutes).ToString(TimePattern, CultureInfo.InvariantCulture) + Zone;
    }

    private string Times()
    {
        var sign = Pick(".", "/", "-");
        var date = _random.Next(9) switch
        {
            0 or 1 => $"dd'{sign}'MM'{sign}'yyyy",
            // Dots mean day first.
            2 or 3 when sign == "." => "dd'.'MM'.'yyyy",
            2 or 3 => $"MM'{sign}'dd'{sign}'yyyy",
            4 => $"d'{sign}'M'{sign}'yyyy",
            5 => $"dd'{sign}'MM'{sign}'yy",
            6 => Pick("yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd"),
            7 => Pick("d MMM yyyy", "dd-MMM-yy", "MMMM d, yyyy", "ddd, dd MMM yyyy"),
            _ => Pick("yyyy-MM-dd", "yyyy-MM-dd", "unix_seconds", "unix_milliseconds", "yyyy-MM-dd'T'HH:mm:ss", "yyyyMMddHHmmss"),
        };
        var isWhole = date.Contains('_', StringComparison.Ordinal) || date.Contains('H', StringComparison.Ordinal);
        return isWhole ? date : date + Pick(Clocks).Replace(":", "':'", StringComparison.Ordinal);
    }

    /// <summary>As exact as it is written.</summary>
    private DateTime Whole(DateTime time)
    {
        var unit = TimePattern == "unix_milliseconds" || TimePattern.Contains("fff", StringComparison.Ordinal) ? TimeSpan.TicksPerMillisecond
            : TimePattern == "unix_seconds" || TimePattern.Contains("ss", StringComparison.Ordinal) ? TimeSpan.TicksPerSecond
            : TimePattern.Contains("mm", StringComparison.Ordinal) ? TimeSpan.TicksPerMinute : TimeSpan.TicksPerDay;
        return new DateTime(time.Ticks / unit * unit);
    }

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
