using System.IO.Compression;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Matrices;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Ingest.Matrices;

/// <summary>Texts and sheets as programs write matrices.</summary>
public sealed class MatrixTextTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("1.000e+00 2.5\n3 4\n", null)]
    [InlineData("# x y\n1.0 2.5\n3 4\n", "x,y")]
    [InlineData("# from a probe\n#\n  1.0    2.5\n  3      4\n", null)]
    [InlineData("x y\n1 2.5\n3 4\n", "x,y")]
    [InlineData("\"x\" \"y\"\n\"1\" 1 2.5\n\"2\" 3 4\n", "x,y")]
    [InlineData("% made here\nx,y\n1,2.5\n3,4\n", "x,y")]
    [InlineData("#x,y\n1,2.5\n3,4\n", "x,y")]
    [InlineData("sep=;\nx;y\n1;2.5\n3;4\n", "x,y")]
    [InlineData("x;y\n1,0;2,5\n3,0;4,0\n", "x,y")]
    [InlineData("x,y\r\n1,2.5\n3,4\r\n", "x,y")]
    [InlineData("x,y,\n1,2.5,\n3,4,\n", "x,y")]
    [InlineData("1,2.5,\n3,4,\n", null)]
    [InlineData("x\ty\n1\t2.5\n3\t4\n", "x,y")]
    public void Read_TextOfAnyProgram_GivesTheRows(string text, string? names)
    {
        File.WriteAllText(_folder.File("m.txt"), text);
        var matrix = MatrixFile.Read(_folder.File("m.txt"));
        Assert.Equal(names, matrix.Columns is null ? null : string.Join(',', matrix.Columns));
        Assert.Equal(2, matrix.Points.Dimension);
        Assert.Equal([1, 2.5f, 3, 4], matrix.Points.Runs.Single().ToArray());
    }

    [Theory]
    [InlineData("# made by a probe\nx,y\n1,2.5\n3,4\n")]
    [InlineData("1 2.5\n3 4\n")]
    public void Read_TextThatIsConverted_LeavesNothingInTheScratchFolder(string text)
    {
        File.WriteAllText(_folder.File("m.txt"), text);
        var scratch = Directory.CreateDirectory(_folder.File("scratch")).FullName;
        Assert.Equal([1, 2.5f, 3, 4], MatrixFile.Read(_folder.File("m.txt"), new StageContext { Scratch = scratch }).Points.Runs.Single().ToArray());
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("iso-8859-1")]
    public void Read_OtherEncodings_GivesTheRows(string encoding)
    {
        File.WriteAllText(_folder.File("m.csv"), "größe,y\n1,2.5\n3,4\n", Encoding.GetEncoding(encoding));
        var matrix = MatrixFile.Read(_folder.File("m.csv"));
        Assert.Equal(["größe", "y"], matrix.Columns!);
        Assert.Equal([1, 2.5f, 3, 4], matrix.Points.Runs.Single().ToArray());
    }

    [Fact]
    public void Read_NumbersWrittenWithACommaOrAsWords_SaysHowTheyAreRead()
    {
        File.WriteAllText(_folder.File("m.csv"), "x;flag\n1.234,5;True\n-2,25;False\n");
        var matrix = MatrixFile.Read(_folder.File("m.csv"));
        Assert.Equal([1234.5f, 1, -2.25f, 0], matrix.Points.Runs.Single().ToArray());
        Assert.Contains("'1.234,5' is read as 1234.5", Assert.Single(matrix.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CommaThatMayBeEither_IsRefused()
    {
        File.WriteAllText(_folder.File("m.csv"), "x;y\n1,234;1\n5,678;2\n");
        var error = Assert.Throws<InputException>(() => MatrixFile.Read(_folder.File("m.csv")));
        Assert.Equal("x", error.Column);
        Assert.Contains("decimal sign or stands between thousands", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RowsOfDifferentLength_NamesTheLine()
    {
        File.WriteAllText(_folder.File("m.csv"), "x,y\n1,2\n3,4,5\n");
        var error = Assert.Throws<InputException>(() => MatrixFile.Read(_folder.File("m.csv")));
        Assert.Contains("line 3 has another number of values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Workbook_GivesTheRowsOfItsSheet()
    {
        using (var archive = ZipFile.Open(_folder.File("m.xlsx"), ZipArchiveMode.Create))
        {
            const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            const string Related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            const string Package = "http://schemas.openxmlformats.org/package/2006";
            Write("[Content_Types].xml", $"<Types xmlns=\"{Package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
            Write("_rels/.rels", $"<Relationships xmlns=\"{Package}/relationships\">"
                + $"<Relationship Id=\"r1\" Type=\"{Related}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Write("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Related}\"><sheets>"
                + "<sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
            Write("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}/relationships\">"
                + $"<Relationship Id=\"r1\" Type=\"{Related}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Write("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>"
                + "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>y</t></is></c></row>"
                + "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>2.5</v></c></row>"
                + "<row r=\"3\"><c r=\"A3\"><v>3</v></c><c r=\"B3\"><v>4</v></c></row></sheetData></worksheet>");

            void Write(string name, string text)
            {
                using var entry = new StreamWriter(archive.CreateEntry(name).Open());
                entry.Write(text);
            }
        }

        var matrix = MatrixFile.Read(_folder.File("m.xlsx"));
        Assert.Equal(["x", "y"], matrix.Columns!);
        Assert.Equal([1, 2.5f, 3, 4], matrix.Points.Runs.Single().ToArray());
    }

    [Fact]
    public void Read_ArchiveOfArrays_SaysSo()
    {
        File.WriteAllBytes(_folder.File("m.npz"), [(byte)'P', (byte)'K', 3, 4]);
        Assert.Contains("several arrays", Assert.Throws<InputException>(() => MatrixFile.Read(_folder.File("m.npz"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
