using System.Buffers.Binary;

namespace Investigator.Storage.Database;

internal enum LogState
{
    Sound,

    /// <summary>It ends in a transaction that is not whole: what a power cut leaves of a write that nobody was told of. SQLite drops it.</summary>
    CutShort,

    /// <summary>Transactions that were acknowledged lie behind something unreadable. SQLite would drop them without a word.</summary>
    Damaged,
}

/// <summary>
/// Reads SQLite's write-ahead log as SQLite does when it opens a database after a kill (sqlite.org/fileformat.html, "The WAL File Format"), to tell what it
/// would leave out.
/// </summary>
internal static class WriteAheadLog
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const uint Magic = 0x377f0682;

    public static LogState Read(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 }) return LogState.Sound;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        var header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes) return LogState.CutShort;
        if (!header.AsSpan().ContainsAnyExcept((byte)0)) return LogState.CutShort;
        var (magic, pageBytes) = (Number(header, 0), Number(header, 8));
        if ((magic & ~1u) != Magic || pageBytes is < 512 or > 65536) return LogState.Damaged;
        var isBigEndian = (magic & 1) == 1;
        var sum = Add(default, header.AsSpan(0, 24), isBigEndian);
        if (sum != (Number(header, 24), Number(header, 28))) return LogState.Damaged;
        return ReadFrames(file, header, new byte[FrameHeaderBytes + pageBytes], sum, isBigEndian);
    }

    private static LogState ReadFrames(FileStream file, byte[] header, byte[] frame, (uint, uint) sum, bool isBigEndian)
    {
        var (isBroken, hasStranger, hasCommitBehind) = (false, false, false);
        while (file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            // One left from before the log was begun anew; at the end they are no part of it, in the middle one stands where a frame of this log is missing.
            var salts = frame.AsSpan(8, 8);
            var (hasFirst, hasSecond) = (salts[..4].SequenceEqual(header.AsSpan(16, 4)), salts[4..].SequenceEqual(header.AsSpan(20, 4)));
            hasStranger |= !hasFirst && !hasSecond;
            if (!hasFirst && !hasSecond) continue;
            if (hasCommitBehind) return LogState.Damaged; // the write after that one began, so that one had been told of
            sum = Add(Add(sum, frame.AsSpan(0, 8), isBigEndian), frame.AsSpan(FrameHeaderBytes), isBigEndian);

            // A log that is begun anew changes both salts: a frame that shares one of them was written to this log and damaged.
            isBroken |= hasStranger || !hasFirst || !hasSecond || sum != (Number(frame, 16), Number(frame, 20));
            hasCommitBehind = isBroken && Number(frame, 4) != 0;
        }

        return isBroken ? LogState.CutShort : LogState.Sound;
    }

    private static (uint First, uint Second) Add((uint First, uint Second) sum, ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        for (var i = 0; i < bytes.Length; i += 8)
        {
            sum.First += Word(bytes, i, isBigEndian) + sum.Second;
            sum.Second += Word(bytes, i + 4, isBigEndian) + sum.First;
        }

        return sum;
    }

    private static uint Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    private static uint Word(ReadOnlySpan<byte> bytes, int at, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
