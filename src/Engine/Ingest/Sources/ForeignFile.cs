using System.IO.Compression;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Files of kinds that are not read, told by how they begin, with what to do instead.</summary>
internal static class ForeignFile
{
    private const string AsTable = "CSV, Excel (.xlsx) or Parquet: save or export the table as one of these";
    private const string Unpacked = "the file unpacked, or packed as .gz, .zst or .zip";

    private static readonly (byte[] Start, string What, string Expected)[] Kinds =
    [
        ([0xd0, 0xcf, 0x11, 0xe0], "this is a workbook of Excel 97 to 2003 (.xls), or one that is locked with a password",
            "an unlocked .xlsx workbook or CSV: save it as one of these"),
        ("%PDF"u8.ToArray(), "this is a PDF document", AsTable),
        ("{\\rtf"u8.ToArray(), "this is a text document (RTF)", AsTable),
        ("SQLite format 3"u8.ToArray(), "this is a database (SQLite)", AsTable),
        ("ARROW1"u8.ToArray(), "this is an Arrow file", "Parquet or CSV"),
        ("ORC"u8.ToArray(), "this is an ORC file", "Parquet or CSV"),
        ([(byte)'O', (byte)'b', (byte)'j', 1], "this is an Avro file", "Parquet or CSV"),
        ([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'], "this is a matrix (.npy), not a table with named columns", AsTable),
        ("BZh"u8.ToArray(), "the file is packed with bzip2", Unpacked),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "the file is packed with xz", Unpacked),
        ([(byte)'7', (byte)'z', 0xbc, 0xaf], "this is a 7-Zip archive", Unpacked),
        ("Rar!"u8.ToArray(), "this is a RAR archive", Unpacked),
        ("<?xml"u8.ToArray(), "this is XML", AsTable),
        ("<!DOCTYPE"u8.ToArray(), "this is a web page (HTML)", AsTable),
        ("<html"u8.ToArray(), "this is a web page (HTML)", AsTable),
        ("<table"u8.ToArray(), "this is a web page (HTML)", AsTable),
    ];

    /// <param name="archive">A zip archive, which many kinds of file are.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is of a kind that is not read.</exception>
    public static void Refuse(ZipArchive archive, string path)
    {
        var what = archive.GetEntry("xl/workbook.bin") is not null ? "this is a binary workbook (.xlsb)"
            : archive.GetEntry("word/document.xml") is not null ? "this is a Word document"
            : archive.GetEntry("ppt/presentation.xml") is not null ? "this is a presentation"
            : archive.GetEntry("content.xml") is not null && archive.GetEntry("mimetype") is not null ? "this is an OpenDocument file (.ods)"
            : archive.Entries.Any(static e => e.FullName.EndsWith(".numbers", StringComparison.Ordinal) || e.FullName == "Index/Document.iwa")
                ? "this is a spreadsheet of Numbers" : null;
        if (what is not null) throw new InputException(what, path, expected: "an .xlsx workbook or CSV: save or export the table as one of these");
    }

    public static InputException Binary(string path) => new("this is a binary file", path,
        expected: "CSV as text (plain, gzip, zstd), Parquet, an Excel workbook (.xlsx), or a .zip of them");

    /// <param name="head">The first bytes, unpacked.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is of such a kind.</exception>
    public static void Refuse(ReadOnlySpan<byte> head, string path)
    {
        foreach (var (start, what, expected) in Kinds)
        {
            if (head.StartsWith(start)) throw new InputException(what, path, expected: expected);
        }

        if (head.Length > 262 && head[257..].StartsWith("ustar"u8)) throw new InputException("this is a tar archive", path, expected: Unpacked);
        var text = (head.StartsWith<byte>([0xef, 0xbb, 0xbf]) ? head[3..] : head).TrimStart(" \t\r\n"u8);
        if (text.Length < 2 || text[0] is not ((byte)'{' or (byte)'[')) return;
        var next = text[1..].TrimStart(" \t\r\n"u8);
        // The names of columns may stand in brackets; an object in a list, or a quoted name in an object, is JSON.
        if (!next.IsEmpty && ((text[0] == (byte)'{' && next[0] == (byte)'"') || (text[0] == (byte)'[' && next[0] is (byte)'{' or (byte)'[')))
        {
            throw new InputException("this is JSON", path, expected: AsTable);
        }
    }
}
