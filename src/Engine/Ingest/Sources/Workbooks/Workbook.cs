using System.IO.Compression;
using System.Xml;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>A sheet of a workbook.</summary>
/// <param name="Name">As its tab says.</param>
/// <param name="IsHidden">Whether its tab is not shown.</param>
internal sealed record WorkbookSheet(string Name, bool IsHidden);

/// <summary>A workbook of Excel (.xlsx), whose sheets MiniExcel reads as a stream of rows: a large one never lies in memory.</summary>
/// <remarks>
/// <para>What MiniExcel does not tell is read here: which sheets there are without reading all of the workbook's texts, and whether days are counted from
/// 1904.</para>
/// <para>What it does not read: sheets that lie elsewhere in the file than under <c>xl/worksheets/sheet</c>, which are refused; formats such as <c>mmm-yy</c>
/// and the East Asian ones by number, whose times stay counts of days (<c>excel_days</c>), as do durations in a format of the workbook's own; a text of
/// digits in a cell with a time's format, which becomes that time; cells that do not say where they are, in a sheet that says how large it is.</para>
/// </remarks>
internal sealed class Workbook
{
    /// <summary>Excel's own limit. A row further down would have all the blank ones before it read.</summary>
    private const int MaxRows = 1_048_576;

    private const string Part = "xl/workbook.xml";

    private readonly string _readFrom;
    private readonly string _path;
    private readonly List<WorkbookSheet> _sheets = [];
    private bool _from1904;
    private bool _hasManyTexts;

    private Workbook(string readFrom, string path) => (_readFrom, _path) = (readFrom, path);

    public IReadOnlyList<WorkbookSheet> Sheets => _sheets;

    /// <summary>Whether an archive is one.</summary>
    public static bool Is(ZipArchive archive) => archive.GetEntry(Part) is not null;

    /// <param name="readFrom">The file.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="InputException">It is damaged, or unpacks to more than is read.</exception>
    public static Workbook Open(string readFrom, string path)
    {
        var workbook = new Workbook(readFrom, path);
        try
        {
            using var archive = ZipContent.Open(readFrom);
            WorkbookLimits.Check(archive, path);
            workbook._hasManyTexts = archive.GetEntry(WorkbookLimits.Texts)?.Length >= WorkbookLimits.TextsInMemory;
            workbook.ReadSheets(archive);
            return workbook;
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            throw workbook.Damaged();
        }
    }

    /// <summary>A sheet's rows that hold something, in order.</summary>
    /// <param name="sheet">Its name.</param>
    /// <param name="scratch">Where texts lie that memory does not hold.</param>
    /// <param name="passed">Told of the bytes read; ends the reading by throwing.</param>
    /// <param name="columns">How many are read; null: all.</param>
    /// <exception cref="UnreadSheetException">The sheet is none of cells.</exception>
    /// <exception cref="InputException">The workbook is damaged.</exception>
    public IEnumerable<SheetRow> Rows(string sheet, string scratch, Action<int> passed, int? columns = null)
    {
        using var texts = _hasManyTexts ? new SpillFolder(scratch, "texts") : null;
        using var file = new WatchedStream(RegularFile.Open(_readFrom, share: FileShare.ReadWrite), passed);
        var settings = new OpenXmlConfiguration
        {
            FillMergedCells = false,
            IgnoreEmptyRows = false,
            EnableConvertByteArray = false,
            EnableSharedStringCache = texts is not null,
            SharedStringCacheSize = WorkbookLimits.TextsInMemory,
            SharedStringCachePath = texts?.Path,
        };
        var rows = columns is null ? file.Query(useHeaderRow: false, sheet, ExcelType.XLSX, configuration: settings)
            : file.QueryRange(useHeaderRow: false, sheet, ExcelType.XLSX, startRowIndex: 1, startColumnIndex: 1, endColumnIndex: columns,
                configuration: settings);
        using var each = ((IEnumerable<object>)rows).GetEnumerator();
        for (var number = 1; Next(each, sheet); number++)
        {
            if (number > MaxRows) throw Damaged();
            passed(0);
            var row = SheetRow.Of(number, (IDictionary<string, object?>)each.Current, _from1904);
            if (row.Cells.Count > 0) yield return row;
        }
    }

    /// <summary>MiniExcel says in many ways that it cannot read a file.</summary>
    private bool Next(IEnumerator<object> rows, string sheet)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (InvalidOperationException)
        {
            throw new UnreadSheetException(_path, sheet);
        }
        catch (Exception e) when (e is not (InputException or OperationCanceledException or IOException or OutOfMemoryException))
        {
            throw Damaged();
        }
    }

    private void ReadSheets(ZipArchive archive)
    {
        using var part = (archive.GetEntry(Part) ?? throw new InvalidDataException(Part)).Open();
        using var xml = XmlReader.Create(part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "workbookPr") _from1904 = xml.GetAttribute("date1904") is "1" or "true";
            if (xml.LocalName != "sheet" || xml.GetAttribute("name") is not { } name) continue;
            _sheets.Add(new WorkbookSheet(name, xml.GetAttribute("state") is "hidden" or "veryHidden"));
        }
    }

    private InputException Damaged() =>
        new("the workbook is damaged", _path, expected: "an .xlsx workbook that opens in Excel, or the table saved as CSV");
}
