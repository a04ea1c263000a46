using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Tests.Ingest.Sources;

/// <summary>What is found out of a text's layout, and what is left to be decided.</summary>
public sealed class TextLayoutTests : IDisposable
{
    private const string Rows = "id;account;time;amount\nt1;käthe;2024-03-01 10:00;10,50\nt2;bob;2024-03-02 11:30;7,00\n";

    private readonly LoadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16le", false)]
    [InlineData("utf-16le", true)]
    [InlineData("utf-16be", false)]
    [InlineData("utf-16be", true)]
    [InlineData("windows-1252", false)]
    public void Read_AnyEncoding_GivesTheSameValues(string encoding, bool mark)
    {
        var preview = Read(Encode(Rows, encoding, mark));

        Assert.Equal((encoding, ";", 0, true), (preview.Format.Encoding, preview.Format.Delimiter, preview.Format.SkipLines, preview.Format.Header));
        Assert.Equal(["id", "account", "time", "amount"], preview.Columns.Select(static c => c.Name));
        Assert.Equal(["t1", "käthe", "2024-03-01 10:00", "10,50"], preview.Rows[0]);
        Assert.Equal(2, preview.Rows.Count);
    }

    [Theory]
    [InlineData("\uFEFFid,account\n1,a\n2,b\n")]
    [InlineData("\u200Fid\u200B,\u00A0account\u00A0\n1,a\n2,b\n")]
    public void Read_NamesWithWhatCannotBeSeen_AreWithoutIt(string text) =>
        Assert.Equal(["id", "account"], SourcePreview.Read(_bench.Write("t.csv", Encode(text, "utf-8", mark: true)), 1).Columns.Select(static c => c.Name));

    [Fact]
    public void Read_Latin1WhenAsked_DiffersFromWindows1252()
    {
        var bytes = Encode("id,account,time\nt1,5€,2024-03-01\n", "windows-1252", mark: false);

        Assert.Equal("5€", Read(bytes).Rows[0][1]);
        Assert.Equal("5\u0080", Read(bytes, new SourceFormat { Encoding = "iso-8859-1" }).Rows[0][1]);
    }

    [Fact]
    public void Read_NotUtf8_IsNotedWithTheOtherWay()
    {
        var preview = Read(Encode(Rows, "windows-1252", mark: false));

        var advice = Assert.Single(preview.Advice, static a => a.Text.Contains("Windows-1252", StringComparison.Ordinal));
        Assert.Equal(AdviceLevel.Note, advice.Level);
        Assert.Equal("transactions.format.encoding = \"utf-8\"", Assert.Single(advice.Remedies).Setting);
    }

    [Fact]
    public void Read_HalfUtf8_IsLeftToBeDecided()
    {
        byte[] bytes = [.. "id,account,time\nt1,ä,2024-03-01\nt2,"u8, 0xe4, .. ",2024-03-02\n"u8];

        var advice = Assert.Single(Read(bytes).Advice, static a => a.Level == AdviceLevel.Decide);

        Assert.Equal(2, advice.Remedies.Count);
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n4,5,6\n", ",", 3)]
    [InlineData("a;b;c\n1,5;2,5;3,5\n4,0;5,0;6,0\n", ";", 3)]
    [InlineData("t1;a;10,50\nt2;b;11,50\n", ";", 3)]
    [InlineData("1,5;2,5\n3,5;4,5\n", ";", 2)]
    [InlineData("a\tb\n1,5\t2\n3,5\t4\n", "tab", 2)]
    [InlineData("a|b|c\nx, y|1|2\nz, w|3|4\n", "|", 3)]
    [InlineData("a,b,c\nx;y,1,2\nz;w,3,4\n", ",", 3)]
    [InlineData("a;b\n\"x, y, z\";1\n\"u, v, w\";2\n", ";", 2)]
    [InlineData("a,b\n\"x;y\nz;w\",1\n\"u\",2\n", ",", 2)]
    [InlineData("only\n1\n2\n", ",", 1)]
    public void Read_Delimiter_IsTheOneThatGivesEqualLines(string text, string delimiter, int columns)
    {
        var preview = Read(text);

        Assert.Equal((delimiter, columns), (preview.Format.Delimiter, preview.Columns.Count));
        Assert.DoesNotContain(preview.Advice, static a => a.Level == AdviceLevel.Decide);
    }

    [Fact]
    public void Read_TwoDelimitersAlike_AreLeftToBeDecided()
    {
        var advice = Assert.Single(Read("a;b,c\nd;e,f\ng;h,i\n").Advice, static a => a.Level == AdviceLevel.Decide);

        Assert.Equal(2, advice.Remedies.Count);
        Assert.Contains("semicolons", advice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DelimiterUndecided_IsRefusedWithTheChoices()
    {
        var path = _bench.Write("t.csv", "a;b,c\nd;e,f\ng;h,i\n");

        var error = Assert.Throws<InputException>(() => _bench.Load(path));

        Assert.Contains("transactions.format.delimiter = \";\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sep=;\nid;account\nt1;a\n")]
    [InlineData("\"sep=;\"\r\nid;account\r\nt1;a\r\n")]
    [InlineData("SEP=;\nid;account\nt1;a\n")]
    public void Read_SepLine_IsNoHeader(string text)
    {
        var preview = Read(text);

        Assert.Equal((";", 1), (preview.Format.Delimiter, preview.Format.SkipLines));
        Assert.Equal(["id", "account"], preview.Columns.Select(static c => c.Name));
        Assert.Equal(["t1", "a"], Assert.Single(preview.Rows));
    }

    [Theory]
    [InlineData("Payments of March\n\nid,account,time,note\n", 2)]
    [InlineData("Report,2024\nfrom,to\nid,account,time,note\n", 2)]
    [InlineData("Payments of March;;;\n;;;\nid;account;time;note\n", 2)]
    [InlineData("\"Payments of\nid,account,time,note\n", 1)]
    [InlineData("\n\nid,account,time,note\n", 2)]
    [InlineData("# exported by \"someone\n# on Friday\nid,account,time,note\n", 2)]
    public void Read_LinesAboveTheHeader_AreLeftOutAndNoted(string above, int lines)
    {
        var delimiter = above.Contains(';', StringComparison.Ordinal) ? ";" : ",";
        var rows = string.Concat(Enumerable.Range(1, 9).Select(i => string.Join(delimiter, $"t{i}", "a", $"2024-03-0{i}", "x\n")));

        var preview = Read(above + rows);

        Assert.Equal(lines, preview.Format.SkipLines);
        Assert.Equal(["id", "account", "time"], preview.Columns.Take(3).Select(static c => c.Name));
        Assert.Equal((9, "t1"), (preview.Rows.Count, preview.Rows[0][0]));
        Assert.Contains(preview.Advice.SelectMany(static a => a.Remedies), static r => r.Setting == "transactions.format.skip_lines = 0");
    }

    [Fact]
    public void Read_HeaderWithOneNameTooFew_IsNotTakenForATitle()
    {
        var preview = Read("id,account,time\nt1,a,2024-03-01,\nt2,b,2024-03-02,\n");

        Assert.Equal(0, preview.Format.SkipLines);
        Assert.Equal(["id", "account", "time", "column_4"], preview.Columns.Select(static c => c.Name));
        Assert.Equal("t1", preview.Rows[0][0]);
    }

    [Theory]
    [InlineData("t1,a,2024-03-01 10:00,12.5\nt2,b,2024-03-02 11:00,7\n")]
    [InlineData("t1;a;01.03.2024;1.012,50\nt2;b;02.03.2024;7,00\n")]
    [InlineData("1,2,1709287200\n2,3,1709287300\n")]
    [InlineData("t1,a,Mar 5 2024 10:00 PM,$12.50\nt2,b,Mar 6 2024 11:00 AM,$7.00\n")]
    [InlineData("t1,a,5. März 2024,12 EUR\nt2,b,6. März 2024,7 EUR\n")]
    public void Read_NoHeader_NamesTheColumnsByNumber(string text)
    {
        var preview = Read(text);

        Assert.Equal((false, 2), (preview.Format.Header, preview.Rows.Count));
        Assert.Equal("column_1", preview.Columns[0].Name);
        Assert.Contains(preview.Advice, static a => a.Remedies.Any(static r => r.Setting.EndsWith("header = true", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("id,PC1,V2,Time,n\nt1,1,2,3,4\nt2,1,2,3,4\n")]
    [InlineData("name,city\nkim,Rome\nlee,Oslo\n")]
    [InlineData("id,2019,when\nt1,5,2024-03-01\nt2,6,2024-03-02\n", true)]
    [InlineData("id,account,time\n")]
    public void Read_Header_IsTold(string text, bool doubtful = false)
    {
        var preview = Read(text);

        Assert.True(preview.Format.Header);
        Assert.Equal(doubtful, preview.Advice.Any(static a => a.Level == AdviceLevel.Decide));
    }

    [Fact]
    public void Read_QuotesAndEscapesOfOtherKinds_AreUnderstood()
    {
        Assert.Equal(["t1", "x, y", "1"], Read("'id','note','n'\n't1','x, y','1'\n't2','z','2'\n").Rows[0]);
        Assert.Equal(["t1", "say \"hi\", kim", "1"], Read("id,note,n\nt1,\"say \\\"hi\\\", kim\",1\nt2,\"z\",2\n").Rows[0]);
        Assert.Equal(["t1", "it's", "1"], Read("id,note,n\nt1,it's,1\nt2,',2\n").Rows[0]);
    }

    [Theory]
    [InlineData("{\"id\": 1}", "JSON")]
    [InlineData("[\n {\"id\": 1}]", "JSON")]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("<?xml version=\"1.0\"?>", "XML")]
    [InlineData("<html><table>", "web page")]
    [InlineData("BZh91AY", "bzip2")]
    [InlineData("SQLite format 3\0", "SQLite")]
    public void Read_FileOfAnotherKind_IsRefusedByItsName(string text, string says)
    {
        var path = _bench.Write("t.csv", Encoding.Latin1.GetBytes(text));

        Assert.Contains(says, Assert.Throws<InputException>(() => SourcePreview.Read(path, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OldWorkbook_SaysWhatToSaveItAs()
    {
        var path = _bench.Write("t.xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]);

        Assert.Contains(".xlsx", Assert.Throws<InputException>(() => SourcePreview.Read(path, 1)).Message, StringComparison.Ordinal);
    }

    internal static byte[] Encode(string text, string encoding, bool mark)
    {
        var coding = TextEncoding.Of(encoding);
        return [.. mark ? coding.GetPreamble() is { Length: > 0 } own ? own : [0xef, 0xbb, 0xbf] : [], .. coding.GetBytes(text)];
    }

    private SourcePreview Read(string text, SourceFormat? format = null) => Read(Encoding.UTF8.GetBytes(text), format);

    private SourcePreview Read(byte[] bytes, SourceFormat? format = null) => SourcePreview.Read(_bench.Write("t.csv", bytes), 20, format: format);
}
