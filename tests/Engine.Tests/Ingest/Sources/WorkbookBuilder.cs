using System.IO.Compression;
using System.Text;

namespace Investigator.Engine.Tests.Ingest.Sources;

/// <summary>Writes a workbook from the XML of its rows, so that tests say what stands in the file to the letter.</summary>
internal sealed class WorkbookBuilder
{
    private readonly List<(string Name, string Rows, bool Hidden)> _sheets = [];

    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Codes of the cells' formats: style 1 is the first of them.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    public bool From1904 { get; init; }

    /// <param name="name">Of the sheet.</param>
    /// <param name="rows">Elements: <c>&lt;row&gt;…&lt;/row&gt;</c>.</param>
    /// <param name="hidden">Whether its tab is not shown.</param>
    public WorkbookBuilder Sheet(string name, string rows, bool hidden = false)
    {
        _sheets.Add((name, rows, hidden));
        return this;
    }

    /// <summary>A row of texts and numbers, each cell by its place alone.</summary>
    public static string Row(params object[] cells) => "<row>" + string.Concat(cells.Select(static c => c switch
    {
        "" => "<c/>",
        string text => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"<c><v>{c}</v></c>"),
    })) + "</row>";

    public byte[] Build()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            var list = string.Concat(_sheets.Select(static (s, i) =>
                $"<sheet name=\"{s.Name}\" sheetId=\"{i + 1}\"{(s.Hidden ? " state=\"hidden\"" : "")} r:id=\"rId{i + 1}\"/>"));
            Add(zip, "xl/workbook.xml",
                $"<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><workbookPr date1904=\"{(From1904 ? 1 : 0)}\"/><sheets>{list}</sheets></workbook>");
            Add(zip, "xl/_rels/workbook.xml.rels", "<Relationships>" + string.Concat(_sheets.Select(static (_, i) =>
                $"<Relationship Id=\"rId{i + 1}\" Target=\"worksheets/sheet{i + 1}.xml\"/>")) + "</Relationships>");
            Add(zip, "xl/sharedStrings.xml", "<sst>" + string.Concat(Texts.Select(static t => $"<si>{t}</si>")) + "</sst>");
            var codes = Formats.Select(static (f, i) =>
                $"<numFmt numFmtId=\"{164 + i}\" formatCode=\"{f.Replace("\"", "&quot;", StringComparison.Ordinal)}\"/>");
            var styles = Formats.Select(static (_, i) => $"<xf numFmtId=\"{164 + i}\"/>");
            Add(zip, "xl/styles.xml", $"<styleSheet><numFmts>{string.Concat(codes)}</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
                + $"<cellXfs><xf numFmtId=\"0\"/>{string.Concat(styles)}</cellXfs></styleSheet>");
            foreach (var (i, sheet) in _sheets.Index())
            {
                Add(zip, $"xl/worksheets/sheet{i + 1}.xml", $"<worksheet xmlns=\"{main}\"><sheetData>{sheet.Rows}</sheetData></worksheet>");
            }
        }

        return stream.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }
}
