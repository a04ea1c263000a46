using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Embedding.Model;

/// <summary>How far the sequences that a model is applied to are from those it was trained on.</summary>
/// <param name="UnknownPages">Share of the events whose page the model has never seen; it takes them for <c>other</c>.</param>
/// <param name="PageShift">Total variation distance of the page shares: what part of the events would have to change its page, 0 to 1.</param>
/// <param name="DwellShift">Largest difference of the shares of dwells below the model's deciles (Kolmogorov-Smirnov at those points), 0 to 1.</param>
public sealed record ModelDrift(double UnknownPages, double PageShift, double DwellShift)
{
    /// <summary>From this share on the model is refused: it would say nothing about most of what people did.</summary>
    internal const double MostUnknown = 0.5;

    private const double NotedUnknown = 0.02;
    private const double NotedPageShift = 0.15;
    private const double NotedDwellShift = 0.1;

    /// <summary>What a reader of the run should know; empty when the data is like the training data.</summary>
    public IReadOnlyList<string> Notes()
    {
        List<string> notes = [];
        if (UnknownPages >= NotedUnknown)
        {
            notes.Add($"The behaviour model has never seen the pages of {Wording.Percent(UnknownPages)} of the events; it treats them all as one page. "
                + "Train a new model if those pages matter.");
        }
        if (PageShift >= NotedPageShift)
        {
            notes.Add("People visit different pages than when the behaviour model was trained: "
                + $"{Wording.Percent(PageShift)} of the events would have to be on another page.");
        }
        if (DwellShift >= NotedDwellShift)
        {
            notes.Add("People stay longer or shorter than when the behaviour model was trained: "
                + $"the shares of dwells differ by up to {Wording.Percent(DwellShift)}.");
        }
        return notes;
    }

    /// <param name="vocabulary">The model's.</param>
    /// <param name="profile">The model's.</param>
    /// <param name="set">The sequences in their own vocabulary.</param>
    /// <param name="recoded">The same in the model's vocabulary.</param>
    internal static ModelDrift Of(string[] vocabulary, SequenceProfile profile, SequenceSet set, SequenceSet recoded)
    {
        var known = vocabulary.ToHashSet(StringComparer.Ordinal);
        var shares = SequenceProfile.Shares(set);
        var unknown = Enumerable.Range(0, shares.Length).Where(p => !known.Contains(set.Vocabulary[p])).Sum(p => shares[p]);
        var pages = SequenceProfile.Shares(recoded).Zip(profile.PageShares, static (now, then) => Math.Abs(now - then)).Sum() / 2;
        return new ModelDrift(unknown, pages, DwellShiftOf(profile.DwellDeciles, SequenceProfile.Dwells(set)));
    }

    private static double DwellShiftOf(IReadOnlyList<float> deciles, float[] dwells)
    {
        if (deciles.Count == 0 || dwells.Length == 0) return 0;
        double most = 0;
        for (var (d, below) = (0, 0); d < deciles.Count; d++)
        {
            while (below < dwells.Length && dwells[below] <= deciles[d]) below++;
            most = Math.Max(most, Math.Abs(((double)below / dwells.Length) - ShareBelow(deciles, d)));
        }

        return most;
    }

    /// <summary>Where several deciles have the same value, all of them lie at or below it.</summary>
    private static double ShareBelow(IReadOnlyList<float> deciles, int at)
    {
        while (at + 1 < deciles.Count && deciles[at + 1] == deciles[at]) at++;
        return (at + 1) / 10.0;
    }
}
