using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace Investigator.TestKit.Circuits;

/// <summary>What a circuit sends to be drawn, as far as a reader needs it: its texts, and what can be clicked.</summary>
/// <remarks>
/// The format: sections of diffs, frames, disposed components and handlers, then strings; the batch ends with the places of the five sections, 32 bits each.
/// A frame takes 20 bytes, its kind first; a table of strings holds the place of each, with its length as a variable-length number before it.
/// </remarks>
public sealed class RenderBatch
{
    private const int FrameBytes = 20;
    private const int Element = 1;
    private const int Text = 2;
    private const int Attribute = 3;
    private const int Markup = 8;
    private readonly byte[] _bytes;
    private readonly int _strings;

    public RenderBatch(byte[] bytes)
    {
        _bytes = bytes;
        _strings = Int(bytes.Length - 4);
        ReadFrames(Int(bytes.Length - 16));
    }

    /// <summary>Every text, name and value in it.</summary>
    public IEnumerable<string> Strings
    {
        get
        {
            for (var i = 0; i < (_bytes.Length - 20 - _strings) / 4; i++) yield return String(i)!;
        }
    }

    /// <summary>Handlers of clicks, each with the texts that follow it up to the next one.</summary>
    public IReadOnlyList<(string Text, ulong Handler)> Clicks { get; private set; } = [];

    /// <param name="pattern">A regular expression; spaces around a text do not count.</param>
    public bool Shows(string pattern) => Strings.Any(s => Regex.IsMatch(s.Trim(), pattern));

    private void ReadFrames(int start)
    {
        var clicks = new List<(StringBuilder Text, ulong Handler)>();
        var count = Int(start);
        for (var i = 0; i < count; i++)
        {
            var frame = start + 4 + (i * FrameBytes);
            switch (Int(frame))
            {
                case Attribute when String(Int(frame + 4)) == "onclick":
                    clicks.Add((new StringBuilder(), BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(frame + 12))));
                    break;
                case Element when clicks.Count > 0 && String(Int(frame + 8)) is "button" or "a":
                    clicks.Add((new StringBuilder(), 0));
                    break;
                case Text or Markup when clicks.Count > 0 && String(Int(frame + 4)) is { } text && !text.StartsWith('<'):
                    clicks[^1].Text.Append(text);
                    break;
            }
        }

        Clicks = [.. clicks.Where(c => c.Handler != 0).Select(c => (c.Text.ToString().Trim(), c.Handler))];
    }

    private string? String(int index)
    {
        if (index < 0) return null;
        var place = Int(_strings + (index * 4));
        var (length, shift) = (0, 0);
        while (true)
        {
            var part = _bytes[place++];
            length |= (part & 0x7F) << shift;
            if (part < 0x80) return Encoding.UTF8.GetString(_bytes, place, length);
            shift += 7;
        }
    }

    private int Int(int place) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(place));
}
