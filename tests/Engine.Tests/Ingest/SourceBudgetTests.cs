using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Guess;
using Investigator.Engine.Ingest.Matrices;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Tests.Ingest;

/// <summary>Files made to cost much: each is read within the budget of a preview, or refused in words.</summary>
public sealed class SourceBudgetTests : IDisposable
{
    private const int Long = 3_000_000;

    /// <summary>More than the reader's buffer holds.</summary>
    private const int Huge = 33_000_000;

    private readonly LoadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(SourceFile.MaxColumns, false)]
    [InlineData(10_000, true)]
    public void Read_ManyColumns_AreReadUpToTheLimit(int columns, bool refused)
    {
        var names = string.Join(',', Enumerable.Range(0, columns).Select(static i => $"column_{i}"));
        var path = _bench.Write("wide.csv", names + "\n" + string.Join(',', Enumerable.Repeat("1", columns)) + "\n");

        if (!refused)
        {
            Assert.Equal(columns, SourcePreview.Read(path, 1).Columns.Count);
            return;
        }

        foreach (var read in (Action[])[() => SourcePreview.Read(path, 1), () => _bench.Load(path)])
        {
            var error = Assert.Throws<InputException>(read);
            Assert.Contains("10,000 columns", error.Message, StringComparison.Ordinal);
            Assert.Contains("at most 2,000", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The line was skipped, and the second one taken for the header.</summary>
    [Theory]
    [InlineData(false, Long, "\nid,account\n1,2\n")]
    [InlineData(true, Long, "\nid,account\n1,2\n")]
    [InlineData(false, Huge, "\nid,account\n1,2\n")]
    [InlineData(true, Huge, "")]
    public void Read_FirstLineTooLong_IsRefused(bool packed, int length, string then)
    {
        var path = Write(packed, new string('a', length) + ",b" + then);

        Assert.Contains("first line is longer than", Assert.Throws<InputException>(() => SourcePreview.Read(path, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FirstLineNotInTheEncodingGiven_IsRefused()
    {
        var path = _bench.Write("t.csv", [.. "id,caf"u8, 0xE9, .. "\nx,y\n1,2\n"u8]);

        var error = Assert.Throws<InputException>(() => SourcePreview.Read(path, 1, format: new SourceFormat { Encoding = "utf-8" }));

        Assert.Contains("the first line is not UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LongCells_AreCutAndTheRowsKept()
    {
        var path = Write(packed: true, "id,note\n" + string.Concat(Enumerable.Range(0, 20).Select(static i => $"{i},{new string('x', 1_500_000)}\n")));

        var preview = SourcePreview.Read(path, 20);

        Assert.Equal(20, preview.Rows.Count);
        Assert.All(preview.Rows, static row => Assert.Equal(new PreviewBudget().CellLength + 1, row[1]!.Length));
        Assert.All(preview.Columns[1].Examples, static e => Assert.EndsWith("…", e, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_NoEndToIt_StopsWhenTheTimeIsUp()
    {
        var path = Bomb();

        var error = Assert.Throws<InputException>(() => SourcePreview.Read(path, 1, new PreviewBudget { Time = TimeSpan.FromMilliseconds(1) }));

        Assert.Contains("could not be read within", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GzipThatInflatesWithoutEnd_IsRefusedLongBeforeTheTimeIsUp()
    {
        var path = Bomb();
        var patient = new PreviewBudget { Time = TimeSpan.FromHours(1), InflatedBytes = 64 << 20 };

        var error = Assert.Throws<InputException>(() => SourcePreview.Read(path, 1, patient));

        Assert.Contains("inflates to more than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Cancelled_Ends()
    {
        var path = _bench.Write("t.csv", "id,account\n1,2\n");

        Assert.Throws<OperationCanceledException>(() => SourcePreview.Read(path, 1, cancel: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Guess_WordsNotLookedForInTime_TakesNoDecisionOfOneWordAndSaysSo()
    {
        var text = new StringBuilder("id,account,time,decision\n");
        for (var i = 0; i < 3_000; i++) text.Append(CultureInfo.InvariantCulture, $"t{i},a,2024-03-01,{(i == 2_900 ? "D" : "A")}\n");
        var path = _bench.Write("t.csv", text.ToString());
        var hurried = SourcePreview.Read(path, 0, new PreviewBudget { ValuesTime = TimeSpan.FromTicks(1) });

        var (whole, part) = (MappingGuess.From(path, null), MappingGuess.From(hurried, null));

        Assert.Equal(["D"], whole.Mapping.Transactions.Decision!.Declined);
        Assert.Null(part.Mapping.Transactions.Decision);
        Assert.Contains(part.Notes, static n => n.Contains("too large to look for all words of 'decision'", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_NameThatIsAPattern_ReadsThatFileAlone()
    {
        _bench.Write("ab.csv", "id,account\nother,x\n");
        var path = _bench.Write("[a]*.csv", "id,account\nown,x\n");

        Assert.Equal("own", SourcePreview.Read(path, 1).Rows[0][0]);
    }

    [Theory]
    [InlineData("pipe.csv", "a pipe")]
    [InlineData("folder", "a pipe")]
    public void Load_Pipe_IsRefusedAtOnce(string source, string says)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no pipes in folders on Windows.");
        Directory.CreateDirectory(_bench.Path("folder"));
        foreach (var path in (string[])["pipe.csv", "folder/pipe.csv"])
        {
            using var made = Process.Start("mkfifo", [_bench.Path(path)]);
            made.WaitForExit();
        }

        foreach (var read in (Action[])[() => _bench.Load(_bench.Path(source)), () => SourcePreview.Read(_bench.Path(source), 1)])
        {
            Assert.Contains(says, Assert.Throws<InputException>(read).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_MatrixFromAPipe_IsRefusedAtOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no pipes in folders on Windows.");
        using (var made = Process.Start("mkfifo", [_bench.Path("m.npy")])) made.WaitForExit();

        Assert.Contains("a pipe", Assert.Throws<InputException>(() => MatrixFile.Read(_bench.Path("m.npy"))).Message, StringComparison.Ordinal);
    }

    /// <summary>Beyond the reader's buffer the line vanished, or its parts became lines.</summary>
    [Theory]
    [InlineData(true, 3, Long)]
    [InlineData(true, 3, Huge)]
    [InlineData(false, 3, Huge)]
    [InlineData(false, 9, Huge)]
    public void Load_LineTooLong_IsARejectedRowAndNoMore(bool packed, int where, int length)
    {
        var rows = Enumerable.Range(1, 9).Select(i => $"t{i},a,2024-03-01,{i},{(i == where ? new string('x', length) : "d")},1,A,0,{(i == 9 ? "" : "\n")}");

        var dataset = _bench.Load(Write(packed, LoadBench.Header + string.Concat(rows)));

        Assert.Equal((8, 1), (dataset.TransactionCount, dataset.RejectCount));
        var reject = Assert.Single(LoadBench.Rejects(dataset));
        Assert.Contains($"|{where}|", reject, StringComparison.Ordinal);
        Assert.Contains("longer than 2,000,000 bytes", reject, StringComparison.Ordinal);
    }

    /// <summary>What is inside quotes and looks like rows was loaded as such.</summary>
    [Fact]
    public void Load_QuotedTextLongerThanTheBuffer_IsRefused()
    {
        var inside = new StringBuilder(LoadBench.Header);
        for (var i = 0; inside.Length < Huge; i++) inside.Append(CultureInfo.InvariantCulture, $"inside{i},a,2024-03-01,1,d,1,A,0,\n");
        var path = _bench.Write("t.csv", LoadBench.Header + $"t1,a,2024-03-01,1,\"{inside}\",1,A,0,\nt2,a,2024-03-01,1,d,1,A,0,\n");

        Assert.Contains("quote", Assert.Throws<InputException>(() => _bench.Load(path)).Message, StringComparison.Ordinal);
    }

    private string Write(bool packed, string text)
    {
        if (!packed) return _bench.Write("t.csv", text);
        var path = _bench.Path("t.csv.gz");
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }

    /// <summary>A header, and a line of 512 MB in a file of some 2 MB.</summary>
    private string Bomb()
    {
        var path = _bench.Path("bomb.csv.gz");
        using (var file = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            file.Write("id,note\n1,"u8);
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)'a');
            for (var i = 0; i < 512; i++) file.Write(block);
        }

        return path;
    }
}
