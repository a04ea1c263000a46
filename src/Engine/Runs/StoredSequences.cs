using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Runs;

/// <summary>One event before a payment as the run kept it.</summary>
/// <param name="Type">Page or action.</param>
/// <param name="Seconds">Until the next event, capped; to a thousandth of itself. NaN where it is not known.</param>
/// <param name="Attention">Weight of the time attention, 0..1 within the sequence; 0 where it was not kept.</param>
public readonly record struct StoredEvent(string Type, float Seconds, float Attention);

/// <summary>The event sequences of a finished run, read row by row: only what is asked for leaves the disk.</summary>
/// <remarks>
/// Stages need times to the bit; whoever looks at a payment does not. So a finished run keeps five bytes an event: its page as a byte (two where there are more
/// than 256), seconds and attention as half floats. Runs of format 2 and before kept ten, as the stages had them.
/// </remarks>
public sealed class StoredSequences
{
    private readonly string _folder;
    private readonly string[] _vocabulary;
    private readonly bool _isShort;

    private StoredSequences(string folder)
    {
        (_folder, _vocabulary) = (folder, SequenceSet.ReadVocabulary(folder));
        _isShort = KnownFiles.StepPages.FindKept(folder) is not null;
    }

    /// <summary>Null when the run kept none.</summary>
    public static StoredSequences? Open(string folder) => KnownFiles.SequenceOffsets.FindKept(folder) is null ? null : new StoredSequences(folder);

    /// <summary>The events before one transaction, oldest first.</summary>
    public StoredEvent[] Of(long row)
    {
        var bounds = NpyFile.ReadSlice<int>(KnownFiles.SequenceOffsets.Require(_folder), row, 2);
        var (start, length) = (bounds[0], bounds[1] - bounds[0]);
        var events = new StoredEvent[length];
        if (_isShort)
        {
            int[] pages = IsOfBytes(_vocabulary)
                ? [.. NpyFile.ReadSlice<byte>(KnownFiles.StepPages.Require(_folder), start, length)]
                : [.. NpyFile.ReadSlice<short>(KnownFiles.StepPages.Require(_folder), start, length)];
            var seconds = NpyFile.ReadSlice<Half>(KnownFiles.StepSeconds.Require(_folder), start, length);
            var weights = KnownFiles.StepAttention.FindKept(_folder) is { } kept ? NpyFile.ReadSlice<Half>(kept, start, length) : new Half[length];
            for (var i = 0; i < length; i++) events[i] = new StoredEvent(_vocabulary[pages[i]], (float)seconds[i], (float)weights[i]);
            return events;
        }

        var types = NpyFile.ReadSlice<short>(KnownFiles.SequenceTypes.Require(_folder), start, length);
        var dwell = NpyFile.ReadSlice<float>(KnownFiles.SequenceDwell.Require(_folder), start, length);
        var attention = KnownFiles.Attention.FindKept(_folder) is { } file
            ? NpyFile.ReadSlice<float>(file, start, length)
            : new float[length];
        for (var i = 0; i < length; i++) events[i] = new StoredEvent(_vocabulary[types[i]], dwell[i], attention[i]);
        return events;
    }

    /// <summary>Writes what a finished run keeps; offsets and vocabulary are there already, as the stage wrote them.</summary>
    /// <param name="folder">Of the run.</param>
    /// <param name="sequences">As the stages had them.</param>
    /// <param name="attention">Weight of each event, laid out as <see cref="SequenceSet.Types"/>; of another length where there is none.</param>
    internal static void Write(string folder, SequenceSet sequences, float[] attention)
    {
        var (types, count) = (sequences.Types, sequences.Types.Length);
        if (IsOfBytes(sequences.Vocabulary)) NpyFile.Write<byte>(KnownFiles.StepPages.In(folder), Array.ConvertAll(types, static t => (byte)t), count);
        else NpyFile.Write<short>(KnownFiles.StepPages.In(folder), types, count);
        NpyFile.Write<Half>(KnownFiles.StepSeconds.In(folder), Array.ConvertAll(sequences.Dwell, Shorten), count);
        if (attention.Length == count) NpyFile.Write<Half>(KnownFiles.StepAttention.In(folder), Array.ConvertAll(attention, Shorten), count);
        else File.Delete(KnownFiles.StepAttention.In(folder));
    }

    private static bool IsOfBytes(string[] vocabulary) => vocabulary.Length <= 1 + byte.MaxValue;

    /// <summary>A cap beyond 18 hours would not fit.</summary>
    private static Half Shorten(float value) => (Half)Math.Min(value, (float)Half.MaxValue);
}
