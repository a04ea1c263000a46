using System.IO.Compression;
using System.Xml;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>A sheet of a workbook.</summary>
/// <param name="Name">As its tab says.</param>
/// <param name="Part">Where in the file its rows are.</param>
/// <param name="IsHidden">Whether its tab is not shown.</param>
internal sealed record WorkbookSheet(string Name, string Part, bool IsHidden);

/// <summary>A workbook of Excel (.xlsx, ECMA-376), read as a stream of rows: a large sheet never lies in memory, but for its table of texts.</summary>
internal sealed class Workbook : IDisposable
{
    /// <summary>Characters of all different texts of a workbook: they are held while its sheets are read.</summary>
    private const long MaxTexts = 400_000_000;

    private readonly ZipArchive _archive;
    private readonly string _path;
    private List<string>? _texts;

    private Workbook(ZipArchive archive, string path) => (_archive, _path) = (archive, path);

    public IReadOnlyList<WorkbookSheet> Sheets { get; private set; } = [];

    /// <summary>Formats of cells, and where days are counted from.</summary>
    public CellFormats Formats { get; private set; } = CellFormats.None;

    /// <summary>Whether an archive is one.</summary>
    public static bool Is(ZipArchive archive) => archive.GetEntry("xl/workbook.xml") is not null;

    /// <param name="readFrom">The file.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="InputException">It is damaged.</exception>
    public static Workbook Open(string readFrom, string path)
    {
        var workbook = new Workbook(ZipContent.Open(readFrom), path);
        try
        {
            workbook.ReadSheets();
            return workbook;
        }
        catch (Exception e)
        {
            workbook.Dispose();
            if (e is XmlException or InvalidDataException or FormatException) throw Damaged(path);
            throw;
        }
    }

    public static InputException Damaged(string path) =>
        new("the workbook is damaged", path, expected: "an .xlsx workbook that opens in Excel, or the table saved as CSV");

    /// <summary>A sheet's rows that hold something, in order.</summary>
    public IEnumerable<SheetRow> Rows(WorkbookSheet sheet, CancellationToken cancel)
    {
        _texts ??= ReadTexts(cancel);
        using var part = OpenPart(sheet.Part);
        using var xml = Reader(part);
        foreach (var row in SheetRow.Read(xml, _texts, Formats, cancel)) yield return row;
    }

    public void Dispose() => _archive.Dispose();

    private static XmlReader Reader(Stream part) => XmlReader.Create(part, new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = false,
    });

    private Stream OpenPart(string part) => (_archive.GetEntry(part) ?? throw new InvalidDataException(part)).Open();

    private void ReadSheets()
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var part = OpenPart("xl/_rels/workbook.xml.rels"))
        using (var xml = Reader(part))
        {
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Relationship" && xml.GetAttribute("Id") is { } id
                    && xml.GetAttribute("Target") is { } target)
                {
                    targets[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
                }
            }
        }

        var sheets = new List<WorkbookSheet>();
        var from1904 = false;
        using (var part = OpenPart("xl/workbook.xml"))
        using (var xml = Reader(part))
        {
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element) continue;
                if (xml.LocalName == "workbookPr") from1904 = xml.GetAttribute("date1904") is "1" or "true";
                if (xml.LocalName != "sheet" || xml.GetAttribute("name") is not { } name) continue;
                if (Relation(xml) is { } id && targets.TryGetValue(id, out var target) && target.Contains("worksheets/", StringComparison.Ordinal))
                {
                    sheets.Add(new WorkbookSheet(name, target, xml.GetAttribute("state") is "hidden" or "veryHidden"));
                }
            }
        }

        Sheets = sheets;
        if (_archive.GetEntry("xl/styles.xml") is not { } styles)
        {
            Formats = CellFormats.None with { From1904 = from1904 };
            return;
        }

        using var style = styles.Open();
        using var formats = Reader(style);
        Formats = CellFormats.Read(formats) with { From1904 = from1904 };
    }

    /// <summary>The sheet's r:id, whatever the prefix.</summary>
    private static string? Relation(XmlReader xml)
    {
        string? id = null;
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if (xml.LocalName == "id" && xml.NamespaceURI.EndsWith("/relationships", StringComparison.Ordinal)) id = xml.Value;
        }

        xml.MoveToElement();
        return id;
    }

    private List<string> ReadTexts(CancellationToken cancel)
    {
        var texts = new List<string>();
        if (_archive.GetEntry("xl/sharedStrings.xml") is not { } entry) return texts;
        using var part = entry.Open();
        using var xml = Reader(part);
        var length = 0L;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "si") continue;
            if ((texts.Count & 1023) == 0) cancel.ThrowIfCancellationRequested();
            texts.Add(SheetRow.Text(xml));
            length += texts[^1].Length + 16;
            if (length > MaxTexts) throw new InputException("the workbook holds too many texts to be read", _path, expected: "the table saved as CSV");
        }

        return texts;
    }
}
