using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>A row of a sheet.</summary>
/// <param name="Number">1-based, blank ones counted.</param>
/// <param name="Cells">Texts up to the last cell that has one; formulas as what they were when the workbook was saved.</param>
internal sealed partial record SheetRow(int Number, List<string> Cells)
{
    /// <summary>Excel's own limit.</summary>
    private const int MaxColumns = 16_384;

    /// <summary>Rows that hold something.</summary>
    public static IEnumerable<SheetRow> Read(XmlReader xml, IReadOnlyList<string> texts, CellFormats formats, CancellationToken cancel)
    {
        var number = 0;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row") continue;
            cancel.ThrowIfCancellationRequested();
            number = int.TryParse(xml.GetAttribute("r"), CultureInfo.InvariantCulture, out var given) ? given : number + 1;
            if (xml.IsEmptyElement) continue;
            var cells = new List<string>();
            ReadCells(xml, cells, texts, formats);
            var filled = cells.FindLastIndex(static c => c.Length > 0) + 1;
            if (filled == 0) continue;
            cells.RemoveRange(filled, cells.Count - filled);
            yield return new SheetRow(number, cells);
        }
    }

    /// <summary>The text of an element of texts, such as si or is: all its parts, but not how they are pronounced.</summary>
    public static string Text(XmlReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var (depth, text) = (xml.Depth, new StringBuilder());
        while (xml.Read() && xml.Depth > depth)
        {
            while (xml.NodeType == XmlNodeType.Element && xml.LocalName == "rPh") xml.Skip();
            if (xml.Depth <= depth) break;
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "t") text.Append(Content(xml));
        }

        return Unescaped(text.ToString());
    }

    /// <summary>What stands in an element without elements in it.</summary>
    private static string Content(XmlReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var (depth, text) = (xml.Depth, "");
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA) text += xml.Value;
        }

        return text;
    }

    private static void ReadCells(XmlReader xml, List<string> cells, IReadOnlyList<string> texts, CellFormats formats)
    {
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "c") continue;
            var column = Column(xml.GetAttribute("r")) ?? cells.Count;
            if (column >= MaxColumns) throw new InvalidDataException("a cell lies beyond the last column");
            var type = xml.GetAttribute("t");
            var style = int.TryParse(xml.GetAttribute("s"), CultureInfo.InvariantCulture, out var s) ? s : 0;
            var value = Value(xml, type, style, texts, formats);
            if (value.Length == 0) continue;
            while (cells.Count <= column) cells.Add("");
            cells[column] = value;
        }
    }

    private static string Value(XmlReader xml, string? type, int style, IReadOnlyList<string> texts, CellFormats formats)
    {
        if (xml.IsEmptyElement) return "";
        var (depth, found) = (xml.Depth, "");
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "is") found = Text(xml);
            else if (xml.LocalName == "v") found = Content(xml);
        }

        return type switch
        {
            "s" => int.TryParse(found, CultureInfo.InvariantCulture, out var at) && at >= 0 && at < texts.Count ? texts[at] : "",
            "b" => found == "1" ? "true" : found == "0" ? "false" : found,
            "str" => Unescaped(found),
            "d" or "inlineStr" or "e" => found,
            _ => formats.Text(found, style),
        };
    }

    /// <summary>0-based, of a reference such as AB12.</summary>
    private static int? Column(string? reference)
    {
        var column = 0;
        foreach (var c in reference ?? "")
        {
            if (c is not (>= 'A' and <= 'Z')) break;
            column = (column * 26) + (c - 'A' + 1);
            if (column > MaxColumns) break;
        }

        return column == 0 ? null : column - 1;
    }

    private static string Unescaped(string text) => !text.Contains("_x", StringComparison.Ordinal) ? text
        : Escape().Replace(text, static m => ((char)int.Parse(m.ValueSpan[2..6], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_")]
    private static partial Regex Escape();
}
