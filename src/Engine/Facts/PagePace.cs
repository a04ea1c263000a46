using Investigator.Engine.Sequences;

namespace Investigator.Engine.Facts;

/// <summary>How long people stay on each page, over all sequences, and whether a group that saw the same pages stayed more alike than chance allows.</summary>
/// <remarks>
/// Stays are looked at as v = ln(seconds + 0.1). For each page: variance, excess kurtosis, and how common its most common value is. Of a group of k sequences
/// of the same pages, T is the mean over its steps of (variance of v within the group) / (variance of v on that page everywhere), so that slow pages and fast
/// ones are judged alike. If its stays were drawn from everybody's, T would have mean 1 and variance
/// V = (sum over steps of kurtosis / k + 2 / (k - 1), plus 2 r² / (k - 1) for each ordered pair of steps) / steps², where r is the correlation of two stays of
/// one sequence (who is quick on one page is on others). T is then taken as gamma distributed, by Wilson and Hilferty's cube root (PNAS 17, 1931).
/// </remarks>
internal sealed class PagePace
{
    /// <summary>How seldom strangers would look like one hand: about 1 group in 1,000 (the normal distribution's 0.1% quantile).</summary>
    private const double OneInAThousand = -3.09;

    /// <summary>
    /// Large groups differ from chance by little things (a cluster's members are alike by choice), so the spread must also be less than a third of the
    /// usual variance. Machines with jitter and crews in routine stay below a quarter, crowds of strangers above a half.
    /// </summary>
    private const double Narrow = 1.0 / 3;

    /// <summary>Pages with fewer known stays, or on which half of all stays are one value (a clock that is too coarse, a machine), say nothing.</summary>
    private const int FewestStays = 30;

    private const double MostOfOneValue = 0.5;

    private readonly SequenceSet _sequences;
    private readonly Page[] _pages;
    private readonly double _correlation;

    public PagePace(SequenceSet sequences)
    {
        _sequences = sequences;
        _pages = Measure(sequences);
        _correlation = Correlate();
    }

    /// <summary>Whether chance leaves such sequences this alike at most once in a thousand groups.</summary>
    /// <param name="rows">Two or more, of the very same pages.</param>
    public bool IsOne(IReadOnlyList<int> rows) => Of(rows) is { } pace && pace.Ratio < Narrow && pace.Deviate < OneInAThousand;

    /// <summary>T and how many standard deviations it lies from what chance would give; null where no step can be judged.</summary>
    internal (double Ratio, double Deviate)? Of(IReadOnlyList<int> rows)
    {
        double total = 0, variance = 0, least = double.PositiveInfinity;
        var steps = 0;
        for (var s = 0; s < _sequences.Length(rows[0]); s++)
        {
            var page = _pages[_sequences.Types[_sequences.Offsets[rows[0]] + s]];
            if (!page.Says) continue;
            var (known, spread) = Spread(rows, s);
            if (known < 2) continue;
            steps++;
            total += spread / page.Variance;
            variance += (page.Kurtosis / known) + (2.0 / (known - 1));
            least = Math.Min(least, known);
        }
        if (steps == 0) return null;
        variance += steps * (steps - 1) * 2 * _correlation * _correlation / (least - 1);
        var ninth = variance / steps / steps / 9;
        return (total / steps, (Math.Cbrt(total / steps) - (1 - ninth)) / Math.Sqrt(ninth));
    }

    /// <summary>
    /// How far apart two groups of the very same pages are: mean over the steps of the difference between their means of v; null where none is known.
    /// </summary>
    public double? Apart(IReadOnlyList<int> rows, IReadOnlyList<int> others)
    {
        double total = 0;
        var steps = 0;
        for (var s = 0; s < _sequences.Length(rows[0]); s++)
        {
            var difference = Mean(rows, s) - Mean(others, s);
            if (double.IsNaN(difference)) continue;
            total += Math.Abs(difference);
            steps++;
        }
        return steps == 0 ? null : total / steps;
    }

    /// <summary>NaN where no stay is known.</summary>
    private double Mean(IReadOnlyList<int> rows, int step)
    {
        var (known, sum) = (0, 0.0);
        foreach (var row in rows)
        {
            var v = Log(_sequences.Dwell[_sequences.Offsets[row] + step]);
            if (double.IsNaN(v)) continue;
            known++;
            sum += v;
        }
        return sum / known;
    }

    /// <summary>Known stays on one step and their sample variance.</summary>
    private (int Known, double Variance) Spread(IReadOnlyList<int> rows, int step)
    {
        var (known, mean, squares) = (0, 0.0, 0.0);
        foreach (var row in rows)
        {
            var v = Log(_sequences.Dwell[_sequences.Offsets[row] + step]);
            if (double.IsNaN(v)) continue;
            known++;
            var from = v - mean;
            mean += from / known;
            squares += from * (v - mean);
        }
        return (known, known < 2 ? 0 : squares / (known - 1));
    }

    private static Page[] Measure(SequenceSet sequences)
    {
        var counts = new int[sequences.Vocabulary.Length];
        for (var i = 0; i < sequences.Types.Length; i++) if (!float.IsNaN(sequences.Dwell[i])) counts[sequences.Types[i]]++;
        var stays = Array.ConvertAll(counts, c => new float[c]);
        Array.Clear(counts);
        for (var i = 0; i < sequences.Types.Length; i++)
        {
            if (!float.IsNaN(sequences.Dwell[i])) stays[sequences.Types[i]][counts[sequences.Types[i]]++] = sequences.Dwell[i];
        }
        // Rare pages, all of one type, are no page: nobody's stay on one is that on another.
        return [.. stays.Select((values, type) => type == 0 || values.Length < FewestStays ? default : Page.Of(values))];
    }

    /// <summary>The mean product of two standardised stays of one sequence; 0 or more.</summary>
    private double Correlate()
    {
        double products = 0, pairs = 0;
        for (var row = 0; row < _sequences.Count; row++)
        {
            double sum = 0, squares = 0;
            var steps = 0;
            for (var i = _sequences.Offsets[row]; i < _sequences.Offsets[row + 1]; i++)
            {
                var page = _pages[_sequences.Types[i]];
                if (!page.Says || float.IsNaN(_sequences.Dwell[i])) continue;
                var z = (Log(_sequences.Dwell[i]) - page.Mean) / Math.Sqrt(page.Variance);
                sum += z;
                squares += z * z;
                steps++;
            }
            products += (sum * sum) - squares;
            pairs += steps * (steps - 1.0);
        }
        return pairs == 0 ? 0 : Math.Clamp(products / pairs, 0, 1);
    }

    private static double Log(float seconds) => Math.Log(Math.Max(0, seconds) + 0.1);

    /// <summary>The stays on one page, as logarithms.</summary>
    private readonly record struct Page(bool Says, double Mean, double Variance, double Kurtosis)
    {
        /// <param name="values">Seconds; will be sorted.</param>
        public static Page Of(float[] values)
        {
            Array.Sort(values);
            int most = 0, start = 0;
            for (var i = 1; i <= values.Length; i++)
            {
                if (i < values.Length && values[i] == values[start]) continue;
                most = Math.Max(most, i - start);
                start = i;
            }
            double mean = 0, second = 0, fourth = 0;
            foreach (var value in values) mean += Log(value) / values.Length;
            foreach (var value in values)
            {
                var square = (Log(value) - mean) * (Log(value) - mean);
                second += square / values.Length;
                fourth += square * square / values.Length;
            }
            var says = most < MostOfOneValue * values.Length && second > 0;
            return new Page(says, mean, second, says ? Math.Max(0, (fourth / second / second) - 3) : 0);
        }
    }
}
