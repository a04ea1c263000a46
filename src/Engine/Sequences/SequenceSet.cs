using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Sequences;

/// <summary>The events before each transaction, oldest first, end to end in flat arrays: sequence i occupies <c>[Offsets[i], Offsets[i + 1])</c>.</summary>
public sealed record SequenceSet
{
    /// <summary><c>[n + 1]</c>, in the dataset's row order.</summary>
    public required int[] Offsets { get; init; }

    /// <summary>Index into <see cref="Vocabulary"/>.</summary>
    public required short[] Types { get; init; }

    /// <summary>
    /// One code for each event whose type is <c>other</c>, in the order of <see cref="Types"/>: equal codes are the same page. 0 where it is not known which
    /// page it was, and that equals none, not even itself. Empty when it was not kept: then none is known.
    /// </summary>
    public int[] RarePages { get; init; } = [];

    /// <summary>
    /// Seconds until the next event; the last event's dwell ends at the transaction. Capped; NaN where it is unknown because a machine filled it in
    /// (<see cref="PlaceholderTimes"/>).
    /// </summary>
    public required float[] Dwell { get; init; }

    /// <summary>Seconds since the event before; 0 for the first. Capped; NaN as for the dwell.</summary>
    public required float[] Gap { get; init; }

    /// <summary>
    /// <c>[n]</c> seconds from a sequence's first event to its transaction, not capped; NaN where there is no event. Empty when it was not kept.
    /// </summary>
    public float[] ToPayment { get; init; } = [];

    /// <summary>Event types by falling frequency; entry 0 is <c>other</c>.</summary>
    public required string[] Vocabulary { get; init; }

    /// <summary>The types that keep their name, by falling frequency: the vocabulary without <c>other</c>.</summary>
    public IReadOnlyList<string> Pages => new ArraySegment<string>(Vocabulary, 1, Vocabulary.Length - 1);

    /// <summary>The longest sequence allowed.</summary>
    public required int MaxLength { get; init; }

    /// <summary>What a reader of the run should know about the events: times treated as unknown, clocks that went backwards.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public int Count => Offsets.Length - 1;

    public int Length(int i) => Offsets[i + 1] - Offsets[i];

    public void Save(string folder)
    {
        NpyFile.Write<int>(KnownFiles.SequenceOffsets.In(folder), Offsets, Offsets.Length);
        NpyFile.Write<short>(KnownFiles.SequenceTypes.In(folder), Types, Types.Length);
        NpyFile.Write<int>(KnownFiles.SequenceRarePages.In(folder), RarePages, RarePages.Length);
        NpyFile.Write<float>(KnownFiles.SequenceDwell.In(folder), Dwell, Dwell.Length);
        NpyFile.Write<float>(KnownFiles.SequenceGap.In(folder), Gap, Gap.Length);
        NpyFile.Write<float>(KnownFiles.SequenceToPayment.In(folder), ToPayment, ToPayment.Length);
        JsonFile.Write(KnownFiles.SequenceVocabulary.In(folder), new Header(Vocabulary, MaxLength));
        JsonFile.Write(KnownFiles.SequenceNotes.In(folder), Notes);
    }

    public static SequenceSet Load(string folder)
    {
        var header = StoredJson.Read<Header>(KnownFiles.SequenceVocabulary.Require(folder));
        return new SequenceSet
        {
            Offsets = NpyFile.Read<int>(KnownFiles.SequenceOffsets.Require(folder), out _),
            Types = NpyFile.Read<short>(KnownFiles.SequenceTypes.Require(folder), out _),
            RarePages = KnownFiles.SequenceRarePages.FindKept(folder) is { } rare ? NpyFile.Read<int>(rare, out _) : [],
            Dwell = NpyFile.Read<float>(KnownFiles.SequenceDwell.Require(folder), out _),
            Gap = NpyFile.Read<float>(KnownFiles.SequenceGap.Require(folder), out _),
            ToPayment = NpyFile.Read<float>(KnownFiles.SequenceToPayment.Require(folder), out _),
            Vocabulary = header.Vocabulary,
            MaxLength = header.MaxLength,
            Notes = KnownFiles.SequenceNotes.FindKept(folder) is { } notes ? StoredJson.Read<List<string>>(notes) : [],
        };
    }

    /// <summary>The vocabulary alone.</summary>
    internal static string[] ReadVocabulary(string folder) => StoredJson.Read<Header>(KnownFiles.SequenceVocabulary.Require(folder)).Vocabulary;

    private sealed record Header(string[] Vocabulary, int MaxLength);
}
