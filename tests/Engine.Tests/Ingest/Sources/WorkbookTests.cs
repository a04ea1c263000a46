using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Ingest.Sources.Workbooks;
using Investigator.Engine.Tables;
using MiniExcelLibs;

namespace Investigator.Engine.Tests.Ingest.Sources;

public sealed class WorkbookTests : IDisposable
{
    private readonly LoadBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>Written by another program than the tests' own.</summary>
    [Fact]
    public void Read_WorkbookOfAnotherWriter_GivesItsValues()
    {
        var path = _bench.Path("t.xlsx");
        MiniExcel.SaveAs(path, new[]
        {
            new { id = "t1", account = "käthe, \"K\"", time = new DateTime(2024, 3, 1, 10, 30, 15), amount = 19.99, ok = true, note = (string?)"two\nlines" },
            new { id = "0012", account = "<b> & c", time = new DateTime(2023, 12, 31), amount = 1e-7, ok = false, note = (string?)null },
        });

        var preview = SourcePreview.Read(path, 5);

        Assert.Equal(["id", "account", "time", "amount", "ok", "note"], preview.Columns.Select(static c => c.Name));
        Assert.Equal(["t1", "käthe, \"k\"", "2024-03-01 10:30:15", "19.99", "true", "two\nlines"], preview.Rows[0].Select(static v => v?.ToLowerInvariant()));
        Assert.Equal(["0012", "<b> & c", "2023-12-31", "1e-07", "false", null], preview.Rows[1].Select(static v => v?.ToLowerInvariant()));
        Assert.Equal(2, preview.RowEstimate);
    }

    [Fact]
    public void Read_CellsOfEveryKind_GivesWhatTheySay()
    {
        var sheet = new WorkbookBuilder
        {
            Texts = ["<t>plain</t>", "<r><t>rich </t></r><r><t xml:space=\"preserve\">text</t></r><rPh><t>said</t></rPh>", "<t>a_x000D_b</t>"],
            Formats = ["dd.mm.yyyy", "yyyy-mm-dd hh:mm:ss.000", "h:mm", "#,##0.00 \"days\"", "[$-409]d\\-mmm;@", "[Red]0.00", "[h]:mm:ss"],
        }.Sheet("Data", WorkbookBuilder.Row("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m") + """
            <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>2</v></c><c r="D3" s="1"><v>45352</v></c>
            <c r="E3" s="2"><v>45352.437673611</v></c><c r="F3" s="3"><v>0.4375</v></c><c r="G3" s="4"><v>45352</v></c><c r="H3" s="5"><v>45352</v></c>
            <c r="I3" s="6"><v>19.989999999999998</v></c><c r="J3" t="b"><v>1</v></c><c r="K3" t="e"><v>#N/A</v></c>
            <c r="L3" t="str"><f>A1&amp;"x"</f><v>cached</v></c><c r="M3" s="7"><v>1.5</v></c></row>
            """);

        var preview = SourcePreview.Read(_bench.Write("t.xlsx", sheet.Build()), 5);

        Assert.Equal(["plain", "rich text", "a\rb", "2024-03-01", "2024-03-01 10:30:15", "10:30:00", "45352", "2024-03-01", "19.99", "true", "#N/A", "cached",
            "1.5"], Assert.Single(preview.Rows));
    }

    [Theory]
    [InlineData(false, "45352", "2024-03-01")]
    [InlineData(false, "1", "1900-01-01")]
    [InlineData(false, "59", "1900-02-28")]
    [InlineData(false, "61", "1900-03-01")]
    [InlineData(true, "43890", "2024-03-01")]
    [InlineData(true, "1", "1904-01-02")]
    [InlineData(false, "-5", "-5")]
    [InlineData(true, "2958000", "2958000")]
    [InlineData(false, "45352.4376736111111", "2024-03-01 10:30:15")]
    [InlineData(false, "45352.00000005", "2024-03-01 00:00:00.004")]
    public void Read_Dates_AreCountedFromTheWorkbooksStart(bool from1904, string days, string date)
    {
        var sheet = new WorkbookBuilder { Formats = ["yyyy\\-mm\\-dd"], From1904 = from1904 }
            .Sheet("S", WorkbookBuilder.Row("id", "when") + $"<row><c t=\"inlineStr\"><is><t>t1</t></is></c><c s=\"1\"><v>{days}</v></c></row>");

        Assert.Equal(date, SourcePreview.Read(_bench.Write("t.xlsx", sheet.Build()), 1).Rows[0][1]);
    }

    [Theory]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(123456789012345680.0, "123456789012345680")]
    [InlineData(-5, "-5")]
    [InlineData(0.12345678901234568, "0.12345678901234568")]
    [InlineData(1234.5, "1234.5")]
    public void Number_Text_IsTheShortestThatIsMeant(double number, string text) => Assert.Equal(text, CellText.Number(number));

    [Fact]
    public void Load_TitlesAboveTheTable_AreLeftOutAndRowsNumberedFromTheTable()
    {
        var header = LoadBench.Header.TrimEnd().Split(',').Cast<object>().ToArray();
        var sheet = new WorkbookBuilder().Sheet("S", WorkbookBuilder.Row("Payments of March") + "<row r=\"2\"/>"
            + WorkbookBuilder.Row(["", .. header]).Replace("<row>", "<row r=\"4\">", StringComparison.Ordinal)
            + WorkbookBuilder.Row("", "t1", "a", "2024-03-01", 1.5, "d", 1, "A", 0, "") + WorkbookBuilder.Row("", "t2", "b", "never", 1.5, "d", 1, "A", 0, "")
            + WorkbookBuilder.Row("", "", ""));

        var dataset = _bench.Load(_bench.Write("t.xlsx", sheet.Build()));

        Assert.Equal(["t1|a|d"], LoadBench.Rows($"SELECT id, account, entity_device FROM read_parquet({Sql.Text(dataset.TransactionsPath)})"));
        Assert.StartsWith("t.xlsx|2|time|never|", Assert.Single(LoadBench.Rejects(dataset)), StringComparison.Ordinal);
        Assert.Equal(("S", 3), (dataset.TransactionFormat!.Sheet, dataset.TransactionFormat.SkipLines));
    }

    [Fact]
    public void Read_SeveralSheetsWithTables_AreToBeChosenFrom()
    {
        var path = _bench.Write("t.xlsx", new WorkbookBuilder()
            .Sheet("Notes", WorkbookBuilder.Row("made by hand"))
            .Sheet("One", WorkbookBuilder.Row("id", "n") + WorkbookBuilder.Row("t1", 1))
            .Sheet("Two", WorkbookBuilder.Row("id", "n") + WorkbookBuilder.Row("t2", 2))
            .Sheet("Secret", WorkbookBuilder.Row("id", "n") + WorkbookBuilder.Row("t3", 3), hidden: true).Build());

        var preview = SourcePreview.Read(path, 1);

        Assert.Equal("t1", preview.Rows[0][0]);
        var advice = Assert.Single(preview.Advice, static a => a.Level == AdviceLevel.Decide);
        Assert.Equal(["transactions.format.sheet = \"One\"", "transactions.format.sheet = \"Two\""], advice.Remedies.Select(static r => r.Setting));
        var chosen = SourcePreview.Read(path, 1, format: new SourceFormat { Sheet = "Secret" });
        Assert.Equal("t3", chosen.Rows[0][0]);
        Assert.DoesNotContain(chosen.Advice, static a => a.Level == AdviceLevel.Decide);
        Assert.Contains("One", Assert.Throws<InputException>(() => SourcePreview.Read(path, 1, format: new SourceFormat { Sheet = "Three" })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ChartAmongTheSheets_IsNoTable()
    {
        var path = _bench.Write("t.xlsx", new WorkbookBuilder()
            .Sheet("Chart", "", folder: "chartsheets")
            .Sheet("Data", WorkbookBuilder.Row("id", "n") + WorkbookBuilder.Row("t1", 1)).Build());

        Assert.Equal("t1", SourcePreview.Read(path, 1).Rows[0][0]);
        Assert.Contains("Chart", Assert.ThrowsAny<InputException>(() => SourcePreview.Read(path, 1, format: new SourceFormat { Sheet = "Chart" })).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Of numbers there is nothing to ask: the file says which they are. Of texts there is.</summary>
    [Fact]
    public void Read_ThreeDecimals_AreAskedAboutInTextsOnly()
    {
        var sheet = new WorkbookBuilder().Sheet("S", WorkbookBuilder.Row("id", "amount", "rate", "written") + WorkbookBuilder.Row("t1", 1.234, 12.5, "1.234")
            + WorkbookBuilder.Row("t2", 15.678, 0.25, "15.678") + WorkbookBuilder.Row("t3", "#N/A", 7, "2.125"));

        var preview = SourcePreview.Read(_bench.Write("t.xlsx", sheet.Build()), 5);

        Assert.Equal(["written"], preview.Advice.Where(static a => a.Level == AdviceLevel.Decide).Select(static a => a.Column));
    }

    /// <summary>The file does not say which parts of a time are shown, so that midnight is a date alone among times.</summary>
    [Fact]
    public void Load_TimesOfWhichOneIsMidnight_AreAllRead()
    {
        var header = LoadBench.Header.TrimEnd().Split(',').Cast<object>().ToArray();
        var sheet = new WorkbookBuilder { Formats = ["yyyy-mm-dd hh:mm"] }.Sheet("S", WorkbookBuilder.Row(header) + Payment("t1", "45352.5")
            + Payment("t2", "45352") + Payment("t3", "45352.4376736111111"));

        var dataset = _bench.Load(_bench.Write("t.xlsx", sheet.Build()));

        Assert.Equal(["t2|2024-03-01 00:00:00", "t3|2024-03-01 10:30:15", "t1|2024-03-01 12:00:00"],
            LoadBench.Rows($"SELECT id, strftime(time, '%Y-%m-%d %H:%M:%S') FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) ORDER BY time"));

        static string Payment(string id, string days) => WorkbookBuilder.Row(id, "a", 0, 1.5, "d", 1, "A", 0, "")
            .Replace("<c><v>0</v></c><c><v>1.5</v></c>", $"<c s=\"1\"><v>{days}</v></c><c><v>1.5</v></c>", StringComparison.Ordinal);
    }

    /// <summary>More texts than memory holds lie on the disk while the workbook is read, and nowhere afterwards.</summary>
    [Fact]
    public void Load_ManyTexts_PassThroughTheScratchFolder()
    {
        var texts = Enumerable.Range(0, 1_200).Select(static i => $"<t>{i:0000}{new string((char)('a' + (i % 26)), 30_000)}</t>").ToList();
        var header = LoadBench.Header.TrimEnd().Split(',').Cast<object>().ToArray();
        var row = WorkbookBuilder.Row("t1", "x", "2024-03-01", 1.5, "d", 1, "A", 0, "");
        var account = "<c t=\"inlineStr\"><is><t>x</t></is></c>";
        var sheet = new WorkbookBuilder { Texts = texts }.Sheet("S", WorkbookBuilder.Row(header)
            + row.Replace(account, "<c t=\"s\"><v>1199</v></c>", StringComparison.Ordinal));

        var dataset = _bench.Load(_bench.Write("t.xlsx", sheet.Build()));

        Assert.Equal(["1199ddd"], LoadBench.Rows($"SELECT left(account, 7) FROM read_parquet({Sql.Text(dataset.TransactionsPath)})"));
        Assert.Empty(Directory.GetFileSystemEntries(_bench.Scratch));
    }

    /// <summary>Rows that were once coloured to the sheet's last column make it say that it is as wide.</summary>
    [Fact]
    public void Load_SheetThatSaysItIsWide_IsAsWideAsItsTable()
    {
        var header = LoadBench.Header.TrimEnd().Split(',').Cast<object>().ToArray();
        var sheet = new WorkbookBuilder { Dimension = "A1:XFD3" }.Sheet("S", Placed(1, header) + Placed(2, "t1", "a", "2024-03-01", 1.5, "d", 1, "A", 0)
            + Placed(3, "t2", "a", "2024-03-01", 1.5, "d", 1, "A", 0));

        var dataset = _bench.Load(_bench.Write("t.xlsx", sheet.Build()));

        Assert.Equal(["t1", "t2"], LoadBench.Rows($"SELECT id FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) ORDER BY id"));

        static string Placed(int number, params object[] cells) => $"<row r=\"{number}\">" + string.Concat(cells.Select((c, i) =>
            WorkbookBuilder.Row(c).Replace("<row>", "", StringComparison.Ordinal).Replace("</row>", "", StringComparison.Ordinal)
                .Replace("<c", $"<c r=\"{(char)('A' + i)}{number}\"", StringComparison.Ordinal))) + "</row>";
    }

    [Fact]
    public void Read_PartThatUnpacksWithoutEnd_IsRefused()
    {
        var path = _bench.Write("t.xlsx", new WorkbookBuilder().Sheet("S", WorkbookBuilder.Row("id", new string('a', 70 << 20))).Build());

        Assert.Contains("unpacks to", Assert.Throws<InputException>(() => SourcePreview.Read(path, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RowBelowTheLastOfAnySheet_IsRefused()
    {
        var rows = WorkbookBuilder.Row("id", "n") + "<row r=\"2000000000\"><c><v>1</v></c></row>";
        var path = _bench.Write("t.xlsx", new WorkbookBuilder().Sheet("S", rows).Build());

        Assert.Contains("damaged", Assert.Throws<InputException>(() => SourcePreview.Read(path, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Workbook_SaysHowFarItIsAndCanBeEnded()
    {
        var header = LoadBench.Header.TrimEnd().Split(',').Cast<object>().ToArray();
        var rows = string.Concat(Enumerable.Range(0, 20_000).Select(static i =>
            WorkbookBuilder.Row($"t{i}", $"a{i * 7919 % 20_011}", "2024-03-01", i * 0.37, "d", 1, "A", 0, "")));
        var path = _bench.Write("t.xlsx", new WorkbookBuilder().Sheet("S", WorkbookBuilder.Row(header) + rows).Build());
        var seen = new List<StageProgress>();
        using var cancel = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => _bench.Load(path, cancel: cancel.Token, progress: new Listener(p =>
        {
            if (p.Note?.Contains("converting", StringComparison.Ordinal) == true) cancel.Cancel();
        })));
        _bench.Load(path, progress: new Listener(seen.Add));
        var converting = seen.Where(static p => p.Note?.Contains("converting", StringComparison.Ordinal) == true).ToList();

        Assert.InRange(converting[^1].Done, 1, new FileInfo(path).Length);
        Assert.Empty(Directory.GetFileSystemEntries(_bench.Scratch));
    }

    [Fact]
    public void Read_DamagedWorkbook_SaysSo()
    {
        var path = _bench.Write("t.xlsx", new WorkbookBuilder().Sheet("S", "<row><c><v>1</v></row>").Build());

        Assert.Contains("damaged", Assert.Throws<InputException>(() => SourcePreview.Read(path, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WorkbookWithEntities_IsRefused()
    {
        const string rows = "<row><c t=\"inlineStr\"><is><t>&a;</t></is></c></row>";
        var path = _bench.Write("t.xlsx", new WorkbookBuilder().Sheet("S", rows).Build());

        Assert.Throws<InputException>(() => SourcePreview.Read(path, 1));
    }

    private sealed class Listener(Action<StageProgress> report) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => report(value);
    }
}
