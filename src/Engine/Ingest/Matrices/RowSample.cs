namespace Investigator.Engine.Ingest.Matrices;

/// <summary>Evenly spaced rows of a matrix whose number of rows is not known beforehand.</summary>
internal sealed class RowSample(int width)
{
    private const int MostValues = 1 << 21;
    private const int FewestRows = 64;
    private const int MostRows = 4096;

    private readonly int _most = Math.Clamp(MostValues / width, FewestRows, MostRows);
    private readonly List<double[]> _rows = [];
    private long _apart = 1;

    /// <summary>Offers the rows one after the other.</summary>
    public void Offer(long row, ReadOnlySpan<double> values)
    {
        if (row % _apart != 0) return;
        if (_rows.Count == _most)
        {
            // Every second one goes.
            for (var kept = 0; 2 * kept < _rows.Count; kept++) _rows[kept] = _rows[2 * kept];
            _rows.RemoveRange((_rows.Count + 1) / 2, _rows.Count / 2);
            _apart *= 2;
            if (row % _apart != 0) return;
        }

        _rows.Add(values.ToArray());
    }

    /// <summary>The sampled values of a column, ascending.</summary>
    public double[] Sorted(int column)
    {
        double[] values = [.. _rows.Select(row => row[column])];
        Array.Sort(values);
        return values;
    }
}
