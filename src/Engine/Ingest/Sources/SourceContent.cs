using System.IO.Compression;
using Investigator.Engine.Core;
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

    /// <summary>Whether the table is a sheet of the workbook that the file is.</summary>
    public bool IsSheet { get; init; }

    /// <summary>Whether zero bytes may follow a gzip file's end, on which DuckDB stumbles.</summary>
    public bool IsPadded { get; init; }

    /// <summary>The same, known to be packed.</summary>
    public SourceContent Packed(string compression) => new(_readFrom, _held)
    {
        Entry = Entry,
        Compression = compression,
        IsPadded = compression == "gzip" && Entry is null && EndsWithZero(),
    };

    /// <summary>Whether the file itself is the text, packed or not.</summary>
    public bool IsPlainFile => Entry is null && !IsSheet;

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
        var raw = OpenRaw();
        if (passed is not null) raw = new ReadStream(raw, passed: passed);
        return Compression switch
        {
            "gzip" => new GZipStream(raw, CompressionMode.Decompress),
            "zstd" => new DecompressionStream(raw, leaveOpen: false),
            _ => raw,
        };
    }

    public void Dispose() => _held?.Dispose();

    /// <summary>A gzip file ends with the text's length, which is 0 at its end for small ones too.</summary>
    private bool EndsWithZero()
    {
        using var file = OpenRaw();
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == 0;
    }
}
