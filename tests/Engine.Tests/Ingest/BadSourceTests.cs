using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Tests.Ingest;

public class BadSourceTests
{
    private const string Good = LoadBench.Header + "g,a1,2024-03-01,1,d,1,A,0,\n";

    [Fact]
    public void Load_MissingColumn_NamesItTheOthersAndTheNearest()
    {
        var error = Fails(Good.Replace("account,", "acount,", StringComparison.Ordinal));
        Assert.Equal("account", error.Column);
        Assert.Contains("did you mean 'acount'", error.Message, StringComparison.Ordinal);
        Assert.Contains("id, acount, time", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\n\n", "empty")]
    [InlineData(LoadBench.Header, "no data rows")]
    [InlineData("id,account,time,amount,device,age,decision,fraud,known", "no data rows")]
    [InlineData("PNG\0\0\u0001", "binary")]
    [InlineData("\u0001\u0002\u0003,\u0004", "binary")]
    [InlineData("PAR1 but not really", "Parquet")]
    [InlineData(Good + "t2,\"never closed,2024-03-01,1,d,1,A,0,\nt3,a,2024-03-01,1,d,1,A,0,\n", "never closed")]
    [InlineData(LoadBench.Header + "t,a,x,1,d,1,A,0,\n", "1 of 1 rows")]
    public void Load_UnusableFile_SaysWhy(string text, string says) => Assert.Contains(says, Fails(text).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_DamagedPacking_SaysSo()
    {
        using var bench = new LoadBench();
        var file = bench.Write("t.csv.gz", [0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => bench.Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Utf32_SaysSo()
    {
        using var bench = new LoadBench();
        var file = bench.Write("t.csv", [.. System.Text.Encoding.UTF32.GetPreamble(), .. System.Text.Encoding.UTF32.GetBytes(Good)]);
        Assert.Contains("UTF-32", Assert.Throws<InputException>(() => bench.Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Latin1LineInUtf8_IsRejectedAsNotUtf8()
    {
        using var bench = new LoadBench();
        var good = System.Text.Encoding.UTF8.GetBytes(Good + "t1,äöüßé,2024-03-01,1,d,1,A,0,\n");
        var dataset = bench.Load(bench.Write("t.csv", [.. good, .. "t2,J"u8, 0xE9, .. ",2024-03-01,1,d,1,A,0,\n"u8]));
        Assert.Contains("line is not UTF-8", Assert.Single(LoadBench.Rejects(dataset)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_PathsThatCannotBe_SayWhy()
    {
        using var bench = new LoadBench();
        var file = bench.Write("one/t.csv", Good);
        bench.Write("two/t.csv", Good);
        bench.Write("two/copy.csv", Good);
        bench.Write("odd/t.csv", Good);
        bench.Write("odd/notes.docx", "x");
        bench.Write("mixed/a.csv", Good);
        LoadBench.Run($"COPY (SELECT 1 AS id) TO {Sql.Text(bench.Path("mixed/b.parquet"))} (FORMAT parquet)");
        Directory.CreateDirectory(bench.Path("bare"));
        Assert.Contains("no such file", Message(bench.Path("absent.csv")), StringComparison.Ordinal);
        Assert.Contains("no files", Message(bench.Path("bare")), StringComparison.Ordinal);
        Assert.Contains("notes.docx", Message(bench.Path("odd")), StringComparison.Ordinal);
        Assert.Contains("mixes kinds", Message(bench.Path("mixed")), StringComparison.Ordinal);
        Assert.Contains("given twice", Message(bench.Path("two")), StringComparison.Ordinal);
        Assert.Contains("same file", Assert.Throws<InputException>(() => bench.Load(file, bench.Path("one/../one/t.csv"))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(bench.Datasets));

        string Message(string path) => Assert.Throws<InputException>(() => bench.Load(path)).Message;
    }

    [Fact]
    public void Load_EventsWithoutTheirMapping_SaysWhatIsMissing()
    {
        using var bench = new LoadBench();
        using var without = new LoadBench { Mapping = bench.Mapping with { Events = null } };
        Assert.Contains("events",
            Assert.Throws<InputException>(() => without.Load(without.Write("t.csv", Good), without.Write("e.csv", LoadBench.EventHeader))).Message,
            StringComparison.Ordinal);
    }

    private static InputException Fails(string text)
    {
        using var bench = new LoadBench();
        var file = bench.Write("t.csv", text);
        var error = Assert.Throws<InputException>(() => bench.Load(file));
        Assert.Empty(Directory.GetFileSystemEntries(bench.Datasets));
        Assert.Equal(file, error.File);
        return error;
    }
}
