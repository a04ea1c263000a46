using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>What a text's bytes say of its encoding.</summary>
/// <param name="Name">One of <see cref="TextEncoding"/>'s.</param>
/// <param name="MarkBytes">Bytes of the byte order mark at its start.</param>
/// <param name="BrokenBytes">Places among those looked at that are no UTF-8.</param>
/// <param name="WideCharacters">Characters of several bytes that are.</param>
internal sealed record EncodingGuess(string Name, int MarkBytes, int BrokenBytes = 0, int WideCharacters = 0)
{
    /// <summary>Whether about as much speaks for UTF-8 as against it.</summary>
    public bool IsDoubtful => BrokenBytes > 0 && WideCharacters > 0 && WideCharacters <= MostlyWide * BrokenBytes;

    /// <summary>Broken places are lines that went wrong, where so many times more are right.</summary>
    public const int MostlyWide = 4;
}

/// <summary>The encodings that text files have, by the names that mappings use.</summary>
internal static class TextEncoding
{
    public const string Utf8 = "utf-8";
    public const string Utf16Le = "utf-16le";
    public const string Utf16Be = "utf-16be";
    public const string Windows1252 = "windows-1252";
    public const string Latin1 = "iso-8859-1";

    /// <summary>Stands for bytes that are no character: itself it is none (Unicode 16, 23.7), so that no text holds it.</summary>
    public const char Undecodable = '\uFFFF';

    /// <summary>Of pairs of bytes: UTF-16 that holds a table has this share of zero bytes at one side at least (delimiters, digits, line ends).</summary>
    private const double FewestZeros = 0.15;

    public static IReadOnlyList<string> Names { get; } = [Utf8, Utf16Le, Utf16Be, Windows1252, Latin1];

    /// <summary>As people write it.</summary>
    public static string Shown(string? name) => name switch
    {
        Windows1252 => "Windows-1252",
        Utf16Le => "UTF-16 (little-endian)",
        Utf16Be => "UTF-16 (big-endian)",
        _ => (name ?? Utf8).ToUpperInvariant(),
    };

    /// <exception cref="InputException">No such encoding is known.</exception>
    public static Encoding Of(string name)
    {
        var fallback = new DecoderReplacementFallback(Undecodable.ToString());
        return name switch
        {
            Utf8 => Encoding.GetEncoding(name, EncoderFallback.ReplacementFallback, fallback),
            Utf16Le => Encoding.GetEncoding("utf-16", EncoderFallback.ReplacementFallback, fallback),
            Utf16Be => Encoding.GetEncoding("utf-16BE", EncoderFallback.ReplacementFallback, fallback),
            Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ReplacementFallback, fallback)!,
            Latin1 => Encoding.Latin1,
            _ => throw new InputException("this encoding is not known", value: name, expected: string.Join(", ", Names)),
        };
    }

    /// <summary>Bytes of the mark at the start of a text that is known to be in an encoding.</summary>
    public static int MarkBytes(string name, ReadOnlySpan<byte> head) => Mark(head) is var (found, length) && found == name ? length : 0;

    /// <summary>Makes bytes that are no UTF-8 of those of <see cref="Undecodable"/>, which takes three.</summary>
    public static void MarkUndecodable(Span<byte> text)
    {
        for (int at; (at = text.IndexOf<byte>([0xef, 0xbf, 0xbf])) >= 0; text = text[(at + 3)..]) text.Slice(at, 3).Fill(0xff);
    }

    /// <param name="head">The file's first bytes.</param>
    /// <param name="others">Bytes from further on; they may begin and end within a character.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="InputException">It is binary, or text of an encoding that is not read.</exception>
    public static EncodingGuess Guess(ReadOnlySpan<byte> head, IReadOnlyList<byte[]> others, string path)
    {
        if (head.StartsWith<byte>([0xff, 0xfe, 0, 0]) || head.StartsWith<byte>([0, 0, 0xfe, 0xff]))
        {
            throw new InputException("the text is UTF-32", path, expected: "UTF-8 (save the file again as UTF-8)");
        }
        if (Mark(head) is var (marked, length)) return new EncodingGuess(marked, length);
        if (head.Contains((byte)0))
        {
            return new EncodingGuess(Wide(head) ?? throw ForeignFile.Binary(path), 0);
        }

        var (broken, wide) = Utf8Faults(head, partial: false);
        foreach (var other in others)
        {
            var more = Utf8Faults(other, partial: true);
            (broken, wide) = (broken + more.Broken, wide + more.Wide);
        }

        return new EncodingGuess(wide >= broken ? Utf8 : Windows1252, 0, broken, wide);
    }

    private static (string Name, int Length)? Mark(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0xef, 0xbb, 0xbf]) ? (Utf8, 3)
        : head.StartsWith<byte>([0xff, 0xfe]) ? (Utf16Le, 2)
        : head.StartsWith<byte>([0xfe, 0xff]) ? (Utf16Be, 2)
        : null;

    /// <summary>Which UTF-16 it is, without a mark: characters of tables have a zero byte on the same side.</summary>
    private static string? Wide(ReadOnlySpan<byte> head)
    {
        var (first, second, control) = (0, 0, 0);
        for (var i = 0; i + 1 < head.Length; i += 2)
        {
            if (head[i] == 0) first++;
            if (head[i + 1] == 0) second++;
            var (little, big) = (BinaryPrimitives.ReadUInt16LittleEndian(head[i..]), BinaryPrimitives.ReadUInt16BigEndian(head[i..]));
            if ((little < 32 && little is not (9 or 10 or 13)) || (big < 32 && big is not (9 or 10 or 13))) control++;
        }

        var pairs = head.Length / 2;
        if (pairs < 2 || control > 0) return null;
        if (second >= FewestZeros * pairs && first * 10 <= second) return Utf16Le;
        return first >= FewestZeros * pairs && second * 10 <= first ? Utf16Be : null;
    }

    private static (int Broken, int Wide) Utf8Faults(ReadOnlySpan<byte> bytes, bool partial)
    {
        if (partial)
        {
            var start = 0;
            while (start < Math.Min(3, bytes.Length) && (bytes[start] & 0xc0) == 0x80) start++;
            bytes = bytes[start..];
        }

        var (broken, wide) = (0, 0);
        while (!bytes.IsEmpty)
        {
            var plain = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7f);
            if (plain < 0) break;
            bytes = bytes[plain..];
            var status = Rune.DecodeFromUtf8(bytes, out _, out var length);
            if (status == System.Buffers.OperationStatus.NeedMoreData) break; // cut within a character
            if (status == System.Buffers.OperationStatus.Done) wide++;
            else broken++;
            bytes = bytes[length..];
        }

        return (broken, wide);
    }
}
