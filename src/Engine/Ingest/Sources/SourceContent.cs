using System.IO.Compression;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources.Workbooks;
using Investigator.Engine.Tables;
using ZstdSharp;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Where the bytes of a source's file are: in a file, packed or not, or in an archive's entry.</summary>
internal sealed class SourceContent : IDisposable
{
    private readonly string _readFrom;
    private readonly HeldFile? _held;

    /// <param name="path">The file.</param>
    /// <param name="held">What holds it; null where it is read by its path.</param>
    public SourceContent(string path, HeldFile? held) => (_readFrom, _held) = (path, held);

    /// <summary>Where to read the file: its path, or what leads to the file that is held.</summary>
    public string ReadFrom => _held?.ReadFrom ?? _readFrom;

    /// <summary>none, gzip or zstd.</summary>
    public string Compression { get; init; } = "none";

    /// <summary>Within the archive that the file is.</summary>
    public string? Entry { get; init; }

    /// <summary>Where the table is in the workbook that the file is; null where it is none.</summary>
    public SheetPlace? Sheet { get; init; }

    /// <summary>The folder that the file was unpacked to, which goes with it.</summary>
    public SpillFolder? Unpacked { get; init; }

    /// <summary>Whether the file was made for this reading alone, and goes with it.</summary>
    public bool IsOwned { get; init; }

    /// <summary>Whether zero bytes may follow a gzip file's end, on which DuckDB stumbles.</summary>
    public bool IsPadded { get; init; }

    /// <summary>The same, known to be packed.</summary>
    public SourceContent Packed(string compression) => new(_readFrom, _held)
    {
        Entry = Entry,
        Unpacked = Unpacked,
        Compression = compression,
        IsPadded = compression == "gzip" && Entry is null && EndsWithZero(),
    };

    /// <summary>The same, known to be a workbook.</summary>
    public SourceContent OfSheet(SheetPlace sheet) => new(_readFrom, _held) { Sheet = sheet, Unpacked = Unpacked };

    /// <summary>The same file, of which this is an archive's entry.</summary>
    public SourceContent OfEntry(string entry, HeldFile? held) => new(_readFrom, held) { Entry = entry };

    /// <summary>Whether the file itself is the text, packed or not.</summary>
    public bool IsPlainFile => Entry is null && Sheet is null;

    /// <summary>Whether any part of the text can be gone to.</summary>
    public bool CanSeek => IsPlainFile && Compression == "none";

    /// <summary>Of the file, or of the entry unpacked.</summary>
    public long Bytes
    {
        get
        {
            if (Entry is null) return _held?.Bytes ?? new FileInfo(ReadFrom).Length;
            using var archive = ZipContent.Open(ReadFrom);
            return archive.GetEntry(Entry)?.Length ?? 0;
        }
    }

    /// <summary>Opens the bytes as they lie: of the file, or of the archive's entry.</summary>
    public Stream OpenRaw() => Entry is null ? RegularFile.Open(ReadFrom, share: FileShare.ReadWrite) : ZipContent.OpenEntry(ReadFrom, Entry);

    /// <summary>Opens the text's bytes.</summary>
    /// <param name="passed">Told of the bytes read of the file, before they are unpacked.</param>
    public Stream OpenText(Action<int>? passed = null)
    {
        if (Sheet is not null) return SheetStream.Open(ReadFrom, Sheet, passed);
        var raw = OpenRaw();
        if (passed is not null) raw = new ReadStream(raw, passed: passed);
        return Compression switch
        {
            "gzip" => new GZipStream(raw, CompressionMode.Decompress),
            "zstd" => new DecompressionStream(raw, leaveOpen: false),
            _ => raw,
        };
    }

    public void Dispose()
    {
        _held?.Dispose();
        if (IsOwned) File.Delete(_readFrom);
        Unpacked?.Dispose();
    }

    /// <summary>A gzip file ends with the text's length, which is 0 at its end for small ones too.</summary>
    private bool EndsWithZero()
    {
        using var file = OpenRaw();
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == 0;
    }
}
