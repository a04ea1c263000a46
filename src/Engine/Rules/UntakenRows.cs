namespace Investigator.Engine.Rules;

/// <summary>What each of several sets of rows is worth without the rows of those taken already. All updates together take one pass over the sets.</summary>
internal sealed class UntakenRows
{
    private readonly IReadOnlyList<int[]> _sets;
    private readonly Func<int, double> _worth;
    private readonly double[] _sums;

    /// <summary>By row that is not taken and worth something: the sets that hold it.</summary>
    private readonly Dictionary<int, List<int>> _holders = [];

    /// <param name="sets">Rows of each, every row once.</param>
    /// <param name="worth">Of a row; 0 for one that does not count.</param>
    public UntakenRows(IReadOnlyList<int[]> sets, Func<int, double> worth)
    {
        (_sets, _worth, _sums) = (sets, worth, new double[sets.Count]);
        for (var s = 0; s < sets.Count; s++)
        {
            foreach (var row in sets[s])
            {
                var value = worth(row);
                if (value <= 0) continue;
                _sums[s] += value;
                if (!_holders.TryGetValue(row, out var holders)) _holders[row] = holders = [];
                holders.Add(s);
            }
        }
    }

    /// <summary>What a set would add. Rounded, because sums differ in their last bits by the order in which rows were taken away.</summary>
    public double this[int set] => Math.Round(_sums[set], 9);

    public void Take(int set)
    {
        foreach (var row in _sets[set])
        {
            if (!_holders.Remove(row, out var holders)) continue;
            var value = _worth(row);
            foreach (var holder in holders) _sums[holder] -= value;
        }
    }
}
