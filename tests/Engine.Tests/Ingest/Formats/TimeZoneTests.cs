using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;
using NodaTime;

namespace Investigator.Engine.Tests.Ingest.Formats;

/// <summary>Local times in time zones: what DuckDB converts is what NodaTime says, clock changes are counted, and no row learns from another.</summary>
public sealed class TimeZoneTests : IDisposable
{
    private readonly DuckDBConnection _connection = TableConnection.Open(threads: 1);

    public TimeZoneTests() => ColumnSql.Define(_connection);

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Europe/London")]
    [InlineData("Europe/Dublin")]
    [InlineData("America/New_York")]
    [InlineData("America/St_Johns")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Pacific/Apia")]
    public void LocalTimes_AroundEachClockChange_AreWhatNodaTimeSays(string zone)
    {
        var known = DateTimeZoneProviders.Tzdb[zone];
        var (first, last) = (Instant.FromUtc(1995, 1, 1, 0, 0), Instant.FromUtc(2024, 12, 31, 0, 0));
        var texts = known.GetZoneIntervals(first, last).Where(i => i.HasStart && i.Start > first)
            .SelectMany(static i => Enumerable.Range(-10, 21).Select(q => i.IsoLocalStart.PlusMinutes(15 * q)))
            .Append(new LocalDateTime(2024, 6, 1, 12, 0)).Select(static t => t.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)).ToList();
        var format = TimeFormat.Parse("iso", zone);
        Assert.Equal(texts.Select(t => (DateTime?)format.Read(t)!.Value), Read(format, texts));

        var (missing, twice) = format.ClockChanges("text")!.Value;
        var counts = _connection.Query($"SELECT count(*) FILTER ({missing}), count(*) FILTER ({twice}) FROM ({Rows(texts)})",
            static r => (r.GetInt64(0), r.GetInt64(1)))[0];
        var mapped = texts.Select(t => known.MapLocal(LocalDateTime.FromDateTime(DateTime.Parse(t, CultureInfo.InvariantCulture)))).ToList();
        Assert.Equal((mapped.Count(static m => m.Count == 0), mapped.Count(static m => m.Count == 2)), counts);
    }

    [Fact]
    public void ClockChanges_OfTimesThatNameAZone_AreNone()
    {
        var format = TimeFormat.Parse("iso", "Europe/Berlin");
        var (missing, twice) = format.ClockChanges("text")!.Value;
        string[] texts = ["2024-03-31 02:30:00", "2024-03-31 02:30:00Z", "2024-10-27 02:30:00", "2024-10-27 02:30:00+02:00", "2024-10-27 02:30:00 CET"];
        Assert.Equal([(true, false), (false, false), (false, true), (false, false), (false, false)],
            _connection.Query($"SELECT {missing}, {twice} FROM ({Rows(texts)})", static r => (r.GetBoolean(0), r.GetBoolean(1))));
        Assert.Null(TimeFormat.Parse("iso").ClockChanges("text"));
        Assert.Null(TimeFormat.Parse("iso", "+02:00").ClockChanges("text"));
    }

    [Fact]
    public void Times_AfterOneWithAZone_KeepTheirOwn()
    {
        string[] texts =
        [
            "2024-03-01 10:00:00", "2024-03-01 10:00:00 America/New_York", "2024-03-01 10:00:00", "2024-03-01T10:00:00Z", "2024-03-01 10:00:00",
            "2024-03-01 10:00", "2024-03-01 10:00:00 Nowhere/Land", "2024-03-01 10:00:00 EST", "2024-03-01 10:00:00 -05:00",
        ];
        var ten = new DateTime(2024, 3, 1, 10, 0, 0);
        Assert.Equal([ten, ten.AddHours(5), ten, ten, ten, ten, null, null, ten.AddHours(5)], Read(TimeFormat.Automatic, texts));
    }

    [Fact]
    public void Abbreviations_AreReadOnlyWhereTheirMeaningIsGiven()
    {
        string[] texts = ["2024-07-01 12:00:00 BST", "2024-07-01 12:00:00 bst", "2024-01-01 12:00:00 BST", "2024-07-01 12:00:00 IST", "2024-07-01 12:00 UTC"];
        var noon = new DateTime(2024, 7, 1, 12, 0, 0);
        Assert.Equal([null, null, null, null, noon], Read(TimeFormat.Automatic, texts));
        var given = TimeFormat.Parse(null, zones: new Dictionary<string, string> { ["BST"] = "Europe/London", ["IST"] = "+05:30" });
        Assert.Equal([noon.AddHours(-1), noon.AddHours(-1), new DateTime(2024, 1, 1, 12, 0, 0), noon.AddMinutes(-330), noon], Read(given, texts));
    }

    [Fact]
    public void Zones_ThatMayStandBehindATime_AreKnownToDuckDb()
    {
        var texts = TimeZones.Named.Select(static z => "2024-07-01 12:00:00 " + z).ToList();
        Assert.All(texts.Zip(Read(TimeFormat.Automatic, texts)), static t => Assert.True(t.Second is { Month: >= 6 }, t.First));
        Assert.All(TimeZones.Listed, static z => Assert.True(TimeZones.Exists(z)));
        Assert.All(TimeZones.Listed, z => Assert.NotNull(Read(TimeFormat.Parse(null, z), ["2024-07-01 12:00:00"])[0]));
    }

    [Theory]
    [InlineData("Europe/Berln", "Europe/Berlin")]
    [InlineData("+25:00", "tz database")]
    [InlineData("BST", "tz database")]
    public void Zone_ThatIsNone_IsRefused(string zone, string says) =>
        Assert.Contains(says, Assert.Throws<InputException>(() => TimeFormat.Parse(null, zone)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("dd.MM")]
    [InlineData("dd.MM.yyyy dd")]
    [InlineData("dd.MM.yyyy hh:mm")]
    [InlineData("hours since yesterday")]
    [InlineData("fortnights since 2024-01-01")]
    [InlineData("dd.MM.yyyy|")]
    [InlineData("'; DROP TABLE rejects; --")]
    public void Pattern_ThatIsNone_IsRefused(string pattern) =>
        Assert.Contains("no way to write times", Assert.Throws<InputException>(() => TimeFormat.Parse(pattern)).Message, StringComparison.Ordinal);

    private List<DateTime?> Read(TimeFormat format, IReadOnlyList<string> texts) =>
        _connection.Query($"SELECT {format.Sql("text")} FROM ({Rows(texts)})", static r => r.IsDBNull(0) ? (DateTime?)null : r.GetDateTime(0));

    private static string Rows(IReadOnlyList<string> texts) => $"SELECT unnest({Sql.Texts(texts)}) AS text";
}
