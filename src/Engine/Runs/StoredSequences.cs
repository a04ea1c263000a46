using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Runs;

/// <summary>One event before a payment as the run kept it.</summary>
/// <param name="Type">Page or action.</param>
/// <param name="Seconds">Until the next event, capped; NaN where it is not known.</param>
/// <param name="Attention">Weight of the time attention, 0..1 within the sequence; 0 where it was not kept.</param>
public readonly record struct StoredEvent(string Type, float Seconds, float Attention);

/// <summary>The event sequences of a finished run, read row by row: only what is asked for leaves the disk.</summary>
public sealed class StoredSequences
{
    private readonly string _folder;
    private readonly string[] _vocabulary;

    private StoredSequences(string folder) => (_folder, _vocabulary) = (folder, SequenceSet.ReadVocabulary(folder));

    /// <summary>Null when the run kept none.</summary>
    public static StoredSequences? Open(string folder) => KnownFiles.SequenceOffsets.FindKept(folder) is null ? null : new StoredSequences(folder);

    /// <summary>The events before one transaction, oldest first.</summary>
    public StoredEvent[] Of(long row)
    {
        var bounds = NpyFile.ReadSlice<int>(KnownFiles.SequenceOffsets.Require(_folder), row, 2);
        var (start, length) = (bounds[0], bounds[1] - bounds[0]);
        var types = NpyFile.ReadSlice<short>(KnownFiles.SequenceTypes.Require(_folder), start, length);
        var dwell = NpyFile.ReadSlice<float>(KnownFiles.SequenceDwell.Require(_folder), start, length);
        var attention = KnownFiles.Attention.FindKept(_folder) is { } kept
            ? NpyFile.ReadSlice<float>(kept, start, length)
            : new float[length];
        var events = new StoredEvent[length];
        for (var i = 0; i < length; i++) events[i] = new StoredEvent(_vocabulary[types[i]], dwell[i], attention[i]);
        return events;
    }
}
