using System.IO.Compression;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>What a workbook's parts may unpack to. An archive's reader gives no more bytes of a part than the archive says that it has, so that looking at
/// what it says is enough.</summary>
internal static class WorkbookLimits
{
    /// <summary>Of a part with all different texts of the workbook: from here on they lie on the disk, which is slower.</summary>
    public const long TextsInMemory = 32L << 20;

    /// <summary>Of those, and of the lists of sheets and styles, which are held in memory.</summary>
    private const long MostTexts = 400L << 20;

    private const long MostList = 32L << 20;

    /// <summary>1,048,576 rows, as many as Excel has, of some 400 cells.</summary>
    private const long MostSheet = 16L << 30;

    /// <summary>A part of no more may be packed as well as it likes.</summary>
    private const long SmallPart = 64L << 20;

    /// <summary>Sheets are packed 5 to 30 times: each cell says where it is.</summary>
    private const int MostTimesPacked = 200;

    public const string Texts = "xl/sharedStrings.xml";

    /// <exception cref="InputException">A part unpacks to more than is read.</exception>
    public static void Check(ZipArchive archive, string path)
    {
        foreach (var entry in archive.Entries.Where(static e => e.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase)))
        {
            if (entry.Length > SmallPart && entry.Length / MostTimesPacked > entry.CompressedLength) throw TooMuch(path, entry);
            if (entry.FullName.Equals(Texts, StringComparison.OrdinalIgnoreCase) && entry.Length > MostTexts)
            {
                throw new InputException("the workbook holds too many texts to be read", path, value: Wording.Bytes(entry.Length),
                    expected: $"at most {Wording.Bytes(MostTexts)}, or the table saved as CSV");
            }
            var most = entry.FullName is "xl/workbook.xml" or "xl/styles.xml" or "xl/_rels/workbook.xml.rels" ? MostList : MostSheet;
            if (entry.Length > most) throw TooMuch(path, entry);
        }
    }

    private static InputException TooMuch(string path, ZipArchiveEntry entry) =>
        new($"a part of the workbook unpacks to {Wording.Bytes(entry.Length)}, more than is read", path, value: entry.FullName,
            expected: "the table saved as CSV");
}
