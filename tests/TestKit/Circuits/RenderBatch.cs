using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace Investigator.TestKit.Circuits;

/// <summary>What a circuit sends to be drawn, as far as a reader needs it: its texts, what can be clicked, filled in and sent.</summary>
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

    /// <summary>Handlers of clicks, each with the texts inside its element.</summary>
    public IReadOnlyList<(string Text, ulong Handler)> Clicks { get; private set; } = [];

    /// <summary>Handlers of what is entered into fields and of forms that are sent, by the name of the event and the element's class, which may be none.
    /// </summary>
    public IReadOnlyDictionary<(string Event, string Class), ulong> Entries { get; private set; } = new Dictionary<(string Event, string Class), ulong>();

    /// <param name="pattern">A regular expression; spaces around a text do not count.</param>
    public bool Shows(string pattern) => Strings.Any(s => Regex.IsMatch(s.Trim(), pattern));

    private void ReadFrames(int start)
    {
        var (clicks, end) = (new List<(StringBuilder Text, ulong Handler, int End)>(), 0);
        var (entries, name, handlers) = (new Dictionary<(string Event, string Class), ulong>(), "", new Dictionary<string, ulong>());
        var count = Int(start);
        for (var i = 0; i < count; i++)
        {
            var frame = start + 4 + (i * FrameBytes);
            // An element's attributes follow it, in any order.
            if (Int(frame) != Attribute) EndElement();
            else if (String(Int(frame + 4)) is "class") name = String(Int(frame + 8)) ?? "";
            else if (String(Int(frame + 4)) is "oninput" or "onchange" or "onsubmit") handlers[String(Int(frame + 4))!] = Handler(frame);
            switch (Int(frame))
            {
                case Attribute when String(Int(frame + 4)) == "onclick":
                    clicks.Add((new StringBuilder(), Handler(frame), end));
                    break;
                case Element:
                    end = i + Int(frame + 4);
                    break;
                case Text or Markup when clicks.Count > 0 && i < clicks[^1].End && String(Int(frame + 4)) is { } text && !text.StartsWith('<'):
                    clicks[^1].Text.Append(text);
                    break;
            }
        }

        EndElement();
        Entries = entries;
        Clicks = [.. clicks.Select(static c => (c.Text.ToString().Trim(), c.Handler))];

        void EndElement()
        {
            foreach (var (happens, handler) in handlers) entries[(happens, name)] = handler;
            (name, handlers) = ("", []);
        }
    }

    private ulong Handler(int frame) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(frame + 12));

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
