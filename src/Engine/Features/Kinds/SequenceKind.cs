using Investigator.Engine.Sequences;

namespace Investigator.Engine.Features.Kinds;

/// <summary>A statistic of the transaction's sequence, or of the steps on one page.</summary>
internal abstract class SequenceKind(string name) : ComputedKind(name)
{
    public sealed override float[] Compute(FeatureDefinition feature, FeatureInputs inputs)
    {
        var sequences = inputs.Sequences;
        var values = new float[sequences.Count];
        var page = feature.Column is null ? (short?)null : (short)Array.IndexOf(sequences.Vocabulary, feature.Column);
        var room = new List<float>(sequences.MaxLength);
        for (var i = 0; i < values.Length; i++)
        {
            if ((i & 0xFFF) == 0) inputs.Cancel.ThrowIfCancellationRequested();
            values[i] = Compute(sequences, i, page, room);
        }

        return values;
    }

    /// <param name="sequences">All sequences.</param>
    /// <param name="i">The one to look at.</param>
    /// <param name="page">The page to look at; null for all.</param>
    /// <param name="room">A list to use, of any content.</param>
    protected abstract float Compute(SequenceSet sequences, int i, short? page, List<float> room);

    protected static ReadOnlySpan<short> Pages(SequenceSet sequences, int i) => sequences.Types.AsSpan(sequences.Offsets[i], sequences.Length(i));
}
