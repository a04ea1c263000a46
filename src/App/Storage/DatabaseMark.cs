using System.Buffers.Binary;
using Investigator.Engine.Integrity;

namespace Investigator.Storage;

/// <summary>What a database file was at one time.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Null where it was too large to be read through.</param>
/// <param name="Written">When it was written last.</param>
/// <param name="Changes">SQLite's counter of changes, from the file's header.</param>
internal sealed record DatabaseMark(long Bytes, string? Sha256, DateTime Written = default, uint Changes = 0)
{
    private const int CounterPlace = 24;

    /// <param name="path">The file, which no process has open.</param>
    /// <param name="mostBytes">Up to which length it is read through.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DatabaseMark Of(string path, long mostBytes)
    {
        var file = new FileInfo(path);
        return new DatabaseMark(file.Length, file.Length <= mostBytes ? FileSum.Of(path).Sha256 : null, file.LastWriteTimeUtc, ReadChanges(path));
    }

    /// <summary>Whether a file is another, as far as this tells.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool IsOther(string path)
    {
        var file = new FileInfo(path);
        if (file.Length != Bytes) return true;
        return Sha256 is { } hash ? FileSum.Of(path).Sha256 != hash : (file.LastWriteTimeUtc, ReadChanges(path)) != (Written, Changes);
    }

    private static uint ReadChanges(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> counter = stackalloc byte[sizeof(uint)];
        return RandomAccess.Read(file, counter, CounterPlace) == counter.Length ? BinaryPrimitives.ReadUInt32BigEndian(counter) : 0;
    }
}
