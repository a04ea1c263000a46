using System.Buffers;
using Investigator.Engine.Core;

namespace Investigator.Engine.Sequences;

/// <summary>Collects sequences in any order of rows and returns them in row order.</summary>
internal sealed class SequenceBuffer
{
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly float[] _toPayment;
    private readonly ArrayBufferWriter<short> _types;
    private readonly ArrayBufferWriter<int> _rare = new();
    private readonly int[] _rareStarts;
    private int[] _pages = [];
    private readonly ArrayBufferWriter<float> _dwell;
    private readonly ArrayBufferWriter<float> _gap;

    /// <param name="rows">Transactions.</param>
    /// <param name="expected">About how many events there will be; 1 or more.</param>
    public SequenceBuffer(int rows, int expected)
    {
        (_starts, _lengths, _toPayment, _rareStarts) = (new int[rows], new int[rows], new float[rows], new int[rows]);
        (_types, _dwell, _gap) = (new(expected), new(expected), new(expected));
        Array.Fill(_toPayment, float.NaN);
    }

    /// <summary>Codes of pages up to this one are the types that keep their name.</summary>
    public required int Named { get; init; }

    /// <summary>Room for one row's sequence.</summary>
    /// <param name="row">Row of the payment.</param>
    /// <param name="length">Events, 1 or more.</param>
    /// <param name="pages">The code of each event's page, 0 where it is not known which.</param>
    /// <param name="dwell">Seconds.</param>
    /// <param name="gap">Seconds.</param>
    /// <exception cref="InputException">All sequences together hold more events than one array can.</exception>
    public void Begin(int row, int length, out Span<int> pages, out Span<float> dwell, out Span<float> gap)
    {
        if ((long)_types.WrittenCount + length > Array.MaxLength / sizeof(float))
        {
            throw new InputException("the sequences hold too many events for one run",
                expected: $"at most {Array.MaxLength / sizeof(float)} in all: a shorter time span or a smaller max_length");
        }
        (_starts[row], _lengths[row]) = (_types.WrittenCount, length);
        if (_pages.Length < length) _pages = new int[length];
        pages = _pages.AsSpan(0, length);
        dwell = _dwell.GetSpan(length);
        gap = _gap.GetSpan(length);
    }

    /// <param name="row">The row begun.</param>
    /// <param name="toPayment">Seconds from its first event to the payment.</param>
    public void End(int row, float toPayment)
    {
        _rareStarts[row] = _rare.WrittenCount;
        var types = _types.GetSpan(_lengths[row]);
        for (var i = 0; i < _lengths[row]; i++)
        {
            var isNamed = _pages[i] > 0 && _pages[i] <= Named;
            types[i] = isNamed ? (short)_pages[i] : (short)0;
            if (!isNamed) _rare.Write([_pages[i]]);
        }
        _types.Advance(_lengths[row]);
        _dwell.Advance(_lengths[row]);
        _gap.Advance(_lengths[row]);
        _toPayment[row] = toPayment;
    }

    public SequenceSet InRowOrder(string[] vocabulary, int maxLength)
    {
        var offsets = new int[_starts.Length + 1];
        for (var i = 0; i < _starts.Length; i++) offsets[i + 1] = offsets[i] + _lengths[i];
        return new SequenceSet
        {
            Offsets = offsets,
            Types = Gather(_types.WrittenSpan, offsets),
            RarePages = RareInRowOrder(),
            Dwell = Gather(_dwell.WrittenSpan, offsets),
            Gap = Gather(_gap.WrittenSpan, offsets),
            ToPayment = _toPayment,
            Vocabulary = vocabulary,
            MaxLength = maxLength,
        };
    }

    private int[] RareInRowOrder()
    {
        var values = new int[_rare.WrittenCount];
        var next = 0;
        for (var i = 0; i < _starts.Length; i++)
        {
            var count = _types.WrittenSpan.Slice(_starts[i], _lengths[i]).Count((short)0);
            _rare.WrittenSpan.Slice(_rareStarts[i], count).CopyTo(values.AsSpan(next));
            next += count;
        }
        return values;
    }

    private T[] Gather<T>(ReadOnlySpan<T> written, int[] offsets)
    {
        var values = new T[offsets[^1]];
        for (var i = 0; i < _starts.Length; i++) written.Slice(_starts[i], _lengths[i]).CopyTo(values.AsSpan(offsets[i]));
        return values;
    }
}
