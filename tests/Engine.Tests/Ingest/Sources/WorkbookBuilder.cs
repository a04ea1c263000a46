using System.IO.Compression;
using System.Text;

namespace Investigator.Engine.Tests.Ingest.Sources;

/// <summary>Writes a workbook from the XML of its rows, so that tests say what stands in the file to the letter.</summary>
internal sealed class WorkbookBuilder
{
    private readonly List<(string Name, string Rows, bool Hidden, string Folder)> _sheets = [];

    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Codes of the cells' formats: style 1 is the first of them.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    public bool From1904 { get; init; }

    /// <summary>What the sheets say of their size.</summary>
    public string? Dimension { get; init; }

    /// <param name="name">Of the sheet.</param>
    /// <param name="rows">Elements: <c>&lt;row&gt;…&lt;/row&gt;</c>.</param>
    /// <param name="hidden">Whether its tab is not shown.</param>
    /// <param name="folder">Of the sheet's part in the file.</param>
    public WorkbookBuilder Sheet(string name, string rows, bool hidden = false, string folder = "worksheets")
    {
        _sheets.Add((name, rows, hidden, folder));
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
            const string package = "http://schemas.openxmlformats.org/package/2006/relationships";
            const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            var list = string.Concat(_sheets.Select(static (s, i) =>
                $"<sheet name=\"{s.Name}\" sheetId=\"{i + 1}\"{(s.Hidden ? " state=\"hidden\"" : "")} r:id=\"rId{i + 1}\"/>"));
            Add(zip, "xl/workbook.xml",
                $"<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><workbookPr date1904=\"{(From1904 ? 1 : 0)}\"/><sheets>{list}</sheets></workbook>");
            Add(zip, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{package}\">" + string.Concat(_sheets.Select(static (s, i) =>
                $"<Relationship Id=\"rId{i + 1}\" Target=\"{s.Folder}/sheet{i + 1}.xml\"/>")) + "</Relationships>");
            Add(zip, "xl/sharedStrings.xml", $"<sst xmlns=\"{main}\">" + string.Concat(Texts.Select(static t => $"<si>{t}</si>")) + "</sst>");
            var codes = Formats.Select(static (f, i) =>
                $"<numFmt numFmtId=\"{164 + i}\" formatCode=\"{f.Replace("\"", "&quot;", StringComparison.Ordinal)}\"/>");
            var styles = Formats.Select(static (_, i) => $"<xf numFmtId=\"{164 + i}\"/>");
            Add(zip, "xl/styles.xml", $"<styleSheet xmlns=\"{main}\"><numFmts>{string.Concat(codes)}</numFmts>"
                + $"<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>{string.Concat(styles)}</cellXfs></styleSheet>");
            foreach (var (i, sheet) in _sheets.Index())
            {
                var size = Dimension is null ? "" : $"<dimension ref=\"{Dimension}\"/>";
                Add(zip, $"xl/{sheet.Folder}/sheet{i + 1}.xml", $"<worksheet xmlns=\"{main}\">{size}<sheetData>{sheet.Rows}</sheetData></worksheet>");
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
