using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Writes a file for as long as the disk has room for it and it stays below a limit.</summary>
/// <param name="target">The file to write.</param>
/// <param name="source">For messages.</param>
/// <param name="most">Bytes that it may have; null: no other limit than the disk's.</param>
internal sealed class DiskWriter(string target, string source, long? most = null) : IDisposable
{
    /// <summary>Left free on the disk, for everyone else.</summary>
    private const long DiskReserve = 1L << 30;

    /// <summary>Bytes written between two looks at how much room is left.</summary>
    private const long BetweenLooks = 256L << 20;

    private readonly FileStream _file = new(target, FileMode.Create, FileAccess.Write, FileShare.None, 1);
    // Small files are written whatever room there is.
    private long _left = 16L << 20;
    private long _written;

    /// <exception cref="InputException">There is no room, or it becomes too large.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _written += bytes.Length;
        if (_written > most)
        {
            throw new InputException($"the file unpacks to more than {Wording.Bytes(most.Value)}, too much to be looked at", source,
                expected: "the file unpacked, or as .csv.gz");
        }
        if (_left < bytes.Length)
        {
            var room = new DriveInfo(Path.GetFullPath(target)).AvailableFreeSpace;
            if (room - BetweenLooks < DiskReserve)
            {
                throw new InputException($"the disk has no room to unpack or convert the file: {Wording.Bytes(room)} are free", source,
                    expected: "more room, or the file as UTF-8 CSV or Parquet, which is read where it lies");
            }
            _left = BetweenLooks;
        }

        _left -= bytes.Length;
        _file.Write(bytes);
    }

    public void Dispose() => _file.Dispose();
}
