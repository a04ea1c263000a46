using Investigator.Engine.Core;

namespace Investigator.Engine.Sequences;

/// <summary>How much of what an account did before paying is used.</summary>
public sealed record SequenceOptions
{
    private const int MostTypes = 4095;

    /// <summary>Events kept per transaction, the latest ones; 1 or more.</summary>
    public int MaxLength { get; init; } = 64;

    /// <summary>Only events within this time before the transaction count; more than zero.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Event types that keep their name, by falling frequency; the rest become <c>other</c>. 1 to 4,095: the network keeps tables of this many by this many.
    /// </summary>
    public int VocabularySize { get; init; } = 40;

    /// <summary>Longest dwell and gap, in seconds: past half an hour the page is no longer being read. More than zero.</summary>
    public double DwellCapSeconds { get; init; } = 1800;

    /// <summary>
    /// Where the mapping says which session an event belongs to, only the session of the latest event before the transaction is looked at. Ignored for events
    /// that name their transaction.
    /// </summary>
    public bool WithinSession { get; init; } = true;

    /// <summary>
    /// An exact dwell or gap that at least this share of the events has, and values near it do not, counts as filled in by a machine and is treated as unknown.
    /// Above 0; 1 leaves all values as they are.
    /// </summary>
    public double ArtificialShare { get; init; } = 0.1;

    /// <summary>
    /// Whether consecutive views of the same page become one view, from the first's start to the last's end: for pages that reload themselves.
    /// </summary>
    public bool CollapseRepeats { get; init; }

    /// <exception cref="InputException">An option lies outside its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("sequence");
        check.AtLeast(MaxLength, 1);
        check.Require(Window > TimeSpan.Zero, Window, "more than zero");
        check.Between(VocabularySize, 1, MostTypes);
        check.Require(double.IsFinite(DwellCapSeconds) && DwellCapSeconds > 0, DwellCapSeconds, "a number of seconds above zero");
        check.Require(ArtificialShare is > 0 and <= 1, ArtificialShare, "above 0, at most 1");
    }
}
