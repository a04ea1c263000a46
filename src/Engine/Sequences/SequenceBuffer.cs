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
    private readonly ArrayBufferWriter<float> _dwell;
    private readonly ArrayBufferWriter<float> _gap;

    /// <param name="rows">Transactions.</param>
    /// <param name="expected">About how many events there will be; 1 or more.</param>
    public SequenceBuffer(int rows, int expected)
    {
        (_starts, _lengths, _toPayment) = (new int[rows], new int[rows], new float[rows]);
        (_types, _dwell, _gap) = (new(expected), new(expected), new(expected));
        Array.Fill(_toPayment, float.NaN);
    }

    /// <summary>Room for one row's sequence.</summary>
    /// <exception cref="InputException">All sequences together hold more events than one array can.</exception>
    public void Begin(int row, int length, out Span<short> types, out Span<float> dwell, out Span<float> gap)
    {
        if ((long)_types.WrittenCount + length > Array.MaxLength / sizeof(float))
        {
            throw new InputException("the sequences hold too many events for one run",
                expected: $"at most {Array.MaxLength / sizeof(float)} in all: a shorter time span or a smaller max_length");
        }
        (_starts[row], _lengths[row]) = (_types.WrittenCount, length);
        types = _types.GetSpan(length);
        dwell = _dwell.GetSpan(length);
        gap = _gap.GetSpan(length);
    }

    /// <param name="row">The row begun.</param>
    /// <param name="toPayment">Seconds from its first event to the payment.</param>
    public void End(int row, float toPayment)
    {
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
            Dwell = Gather(_dwell.WrittenSpan, offsets),
            Gap = Gather(_gap.WrittenSpan, offsets),
            ToPayment = _toPayment,
            Vocabulary = vocabulary,
            MaxLength = maxLength,
        };
    }

    private T[] Gather<T>(ReadOnlySpan<T> written, int[] offsets)
    {
        var values = new T[offsets[^1]];
        for (var i = 0; i < _starts.Length; i++) written.Slice(_starts[i], _lengths[i]).CopyTo(values.AsSpan(offsets[i]));
        return values;
    }
}
