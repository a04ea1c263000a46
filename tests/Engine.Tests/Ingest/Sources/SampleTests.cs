using System.Globalization;
using System.IO.Compression;
using System.Text;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest.Sources;

/// <summary>Rows of large files: from start, middle and end, with their numbers where those are known.</summary>
public sealed class SampleTests : IDisposable
{
    private const int Rows = 20_000;

    /// <summary>Small enough that the files of these tests are large.</summary>
    private static readonly PreviewBudget Budget = new() { Rows = 400, SequentialBytes = 100_000 };

    private readonly LoadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-16le", false)]
    [InlineData("utf-8", true)]
    public void Read_LargeText_GivesRowsOfAllItsParts(string encoding, bool quoted)
    {
        var files = Open(_bench.Write("t.csv", TextLayoutTests.Encode(Text(quoted), encoding, mark: encoding != "utf-8")));

        var sample = Sample(files, Budget);

        var numbers = sample.Columns[0].Values.Select(static v => int.Parse(v![1..], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(1, 200), numbers.Take(200));
        Assert.Contains(numbers, static n => n is > 9_000 and < 11_500);
        Assert.Equal(Rows, numbers[^1]);
        Assert.Equal(numbers.Distinct().Count(), numbers.Count);
        Assert.All(sample.Columns[2].Values, static v => Assert.Equal("end", v));
        Assert.False(sample.IsWhole);
    }

    [Fact]
    public void Read_PackedText_GivesRowsEvenlyFromWhatIsLookedAt()
    {
        var path = _bench.Path("t.csv.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(Text(quoted: false)));

        var (whole, part) = (Sample(Open(path), Budget with { SequentialBytes = 100 << 20 }), Sample(Open(path), Budget));

        Assert.Equal(200, whole.Columns[0].Values.Count(static v => int.Parse(v![1..], CultureInfo.InvariantCulture) <= 200));
        Assert.InRange(whole.Rows, 250, 400);
        Assert.Contains(whole.Columns[0].Values, static v => int.Parse(v![1..], CultureInfo.InvariantCulture) > 19_000);
        Assert.DoesNotContain(part.Columns[0].Values, static v => int.Parse(v![1..], CultureInfo.InvariantCulture) > 19_000);
        Assert.False(whole.IsWhole || part.IsWhole);
    }

    [Fact]
    public void Read_SmallText_IsWhole()
    {
        var sample = Sample(Open(_bench.Write("t.csv", "id,n\nt1,1\nt2\nt3,3\n")), Budget);

        Assert.Equal(["t1", "t3"], sample.Columns[0].Values);
        Assert.True(sample.IsWhole);
    }

    [Fact]
    public void Read_LargeParquet_GivesRowsOfAllItsParts()
    {
        LoadBench.Run($"COPY (SELECT range + 1 AS n FROM range({Rows})) TO {Sql.Text(_bench.Path("t.parquet"))} (FORMAT parquet, ROW_GROUP_SIZE 2048)");

        var sample = Sample(Open(_bench.Path("t.parquet")), Budget);

        Assert.Equal((400, "1", "10001", $"{Rows}"), (sample.Rows, sample.Columns[0].Values[0], sample.Columns[0].Values[200], sample.Columns[0].Values[^1]));
    }

    [Fact]
    public void TakeSample_LargeText_KeepsFaultsAndTheNumbersOfTheFirstRows()
    {
        var text = Text(quoted: true).Replace("t3,\"", "t3,one too many,\"", StringComparison.Ordinal);
        using var file = Open(_bench.Write("t.csv", text))[0];
        Directory.CreateDirectory(_bench.Scratch);

        using (var sample = file.TakeSample(_bench.Scratch, Budget, CancellationToken.None))
        {
            Assert.True(sample.IsSample);
            Assert.Equal(file.Columns, sample.Columns);
            Assert.Equal((3, null), (sample.RowOf!(3), sample.RowOf(300)));
            var rows = LoadBench.Rows($"SELECT c0, c2 FROM {sample.TableSql("store_rejects = true")}");
            Assert.Equal(["t1|end", "t2|end", "t4|end"], rows.Take(3));
            Assert.Equal($"t{Rows}|end", rows[^1]);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_bench.Scratch));
    }

    [Fact]
    public void TakeSample_LargeParquet_KnowsEveryRow()
    {
        LoadBench.Run($"COPY (SELECT range + 1 AS n FROM range({Rows})) TO {Sql.Text(_bench.Path("t.parquet"))} (FORMAT parquet, ROW_GROUP_SIZE 2048)");
        using var file = Open(_bench.Path("t.parquet"))[0];
        Directory.CreateDirectory(_bench.Scratch);

        using var sample = file.TakeSample(_bench.Scratch, Budget, CancellationToken.None);

        var numbers = LoadBench.Rows($"SELECT n::VARCHAR FROM {sample.TableSql()}");
        Assert.Equal(400, numbers.Count);
        Assert.All(numbers.Index(), n => Assert.Equal(long.Parse(n.Item, CultureInfo.InvariantCulture), sample.RowOf!(n.Index + 1)));
    }

    [Fact]
    public void TakeSample_SmallFile_IsTheFile()
    {
        using var file = Open(_bench.Write("t.csv", "id,n\nt1,1\n"))[0];

        Assert.Same(file, file.TakeSample(_bench.Scratch, Budget, CancellationToken.None));
    }

    [Fact]
    public void Values_OfAFileThatIsConverted_AreThoseOfAllRows()
    {
        var text = "id;word\n" + string.Concat(Enumerable.Range(0, 5_000).Select(static i => $"t{i};{(i == 4_321 ? "selten" : "häufig")}\n"));
        using var preview = SourcePreview.Read(_bench.Write("t.csv", TextLayoutTests.Encode(text, "windows-1252", mark: false)), 1);

        Assert.Equal(["häufig", "selten"], preview.Values("word", 10));
    }

    private static string Text(bool quoted)
    {
        var text = new StringBuilder("id,note,last\n");
        for (var i = 1; i <= Rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"t{i},{(quoted ? $"\"a, {i}\nb\n\"" : "some words")},end\n");
        }

        return text.ToString();
    }

    private static IReadOnlyList<SourceFile> Open(string path)
    {
        using var connection = TableConnection.Open(threads: 1);
        return SourceFile.Open(connection, path, new SourceOptions());
    }

    private static SourceSample Sample(IReadOnlyList<SourceFile> files, PreviewBudget budget)
    {
        using var connection = TableConnection.Open(threads: 1);
        return SourceSample.Read(connection, files, budget.Rows, budget, CancellationToken.None);
    }
}
