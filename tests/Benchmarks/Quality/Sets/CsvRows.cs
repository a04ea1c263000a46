using System.Globalization;
using Investigator.Engine.Tables;

namespace Investigator.Benchmarks.Quality.Sets;

/// <summary>A made table as a CSV file. Values hold neither commas nor quotes.</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly StreamWriter _file;

    public CsvRows(string path, params string[] header)
    {
        Path = path;
        _file = new StreamWriter(path);
        _file.WriteLine(string.Join(',', header));
    }

    public string Path { get; }

    /// <summary>The file as a relation, every column a text and an empty one NULL.</summary>
    public string Relation => $"read_csv({Sql.Text(Path)}, all_varchar = true, header = true, nullstr = '')";

    /// <summary>A time to the second, as files write it.</summary>
    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A time of a clock that ticks in minutes.</summary>
    public static string Minute(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:00", CultureInfo.InvariantCulture);

    public void Add(params object?[] values) => _file.WriteLine(string.Join(',', values.Select(static v => Convert.ToString(v, CultureInfo.InvariantCulture))));

    public void Dispose() => _file.Dispose();
}
