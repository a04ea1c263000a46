using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Narratives;

/// <summary>Time on each page, in a finding and elsewhere.</summary>
internal sealed class PageTimes
{
    private readonly SequenceSet _sequences;
    private readonly float[][] _dwell;

    public PageTimes(SequenceSet sequences, ParallelOptions parallel)
    {
        _sequences = sequences;
        var counts = new int[sequences.Vocabulary.Length];
        for (var i = 0; i < sequences.Types.Length; i++) if (!float.IsNaN(sequences.Dwell[i])) counts[sequences.Types[i]]++;
        _dwell = [.. counts.Select(c => new float[c])];
        Array.Clear(counts);
        for (var i = 0; i < sequences.Types.Length; i++)
        {
            var type = sequences.Types[i];
            if (float.IsNaN(sequences.Dwell[i])) continue;
            _dwell[type][counts[type]++] = sequences.Dwell[i];
        }
        Parallel.ForEach(_dwell, parallel, static values => Array.Sort(values));
    }

    /// <summary>The page on which members stay longer or shorter than others by the largest factor, at least 1.5; seconds at the median.</summary>
    public (string Page, double Here, double Elsewhere, int Views)? MostUnusual(int[] members)
    {
        (string, double, double, int)? best = null;
        var most = Math.Log(1.5);
        // Rare pages, all of one type, are no page that anybody stays on.
        foreach (var group in Events(members).Where(i => _sequences.Types[i] != 0).GroupBy(i => _sequences.Types[i]).OrderBy(g => g.Key))
        {
            var mine = SortedValues.Sort(group.Select(i => _sequences.Dwell[i]).Where(d => !float.IsNaN(d)));
            if (mine.Length == 0 || mine.Length * 2 < members.Length || _dwell[group.Key].Length - mine.Length < 10) continue;
            var (here, elsewhere) = (Quantiles.Linear<float>(mine, 0.5), SortedValues.MedianWithout(_dwell[group.Key], mine)!.Value);
            // A tenth of a second more or less is nothing, however large the factor.
            var factor = Math.Abs(Math.Log((here + 0.1) / (elsewhere + 0.1)));
            if (factor < most) continue;
            (most, best) = (factor, (_sequences.Vocabulary[group.Key], here, elsewhere, mine.Length));
        }
        return best;
    }

    /// <summary>Seconds on a page that members have seen, at the median, and elsewhere; null when no one else has seen it.</summary>
    public (double? Here, double? Elsewhere) Medians(int page, int[] members)
    {
        var mine = SortedValues.Sort(Events(members).Where(i => _sequences.Types[i] == page).Select(i => _sequences.Dwell[i]));
        return (mine.Length == 0 ? null : Quantiles.Linear<float>(mine, 0.5), SortedValues.MedianWithout(_dwell[page], mine));
    }

    private IEnumerable<int> Events(int[] members) => members.SelectMany(r => Enumerable.Range(_sequences.Offsets[r], _sequences.Length(r)));
}
