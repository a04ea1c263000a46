using System.Globalization;
using System.Numerics;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Matrices;

/// <summary>
/// Looks at all rows of a matrix once, as doubles, and decides how they become float32. A matrix of ordinary numbers is taken as it is. A column is centred
/// where its values differ by little for how far from 0 they lie and float32 would round differences away (times since 1970); all are scaled where squared
/// distances would leave float32.
/// </summary>
internal sealed class MatrixSurvey(int width)
{
    /// <summary>Columns whose middle value is within this many of their spreads from 0 lose next to nothing by rounding.</summary>
    private const double NearSpreads = 4;

    /// <summary>Beyond this many, rounding takes ten of the 24 bits that tell values apart.</summary>
    private const double FarSpreads = 1024;

    /// <summary>Numbers from here on are centred even where they are exact in float32: lengths would hide differences.</summary>
    private const double Large = 1 << 30;

    /// <summary>Powers of two: distances up to the one and down to the other are left as they are.</summary>
    private const int MostExponent = 40;
    private const int LeastExponent = -30;

    /// <summary>Most that is left after scaling: squares, summed over any number of columns, stay below the greatest float32.</summary>
    private const int MostScaledExponent = 50;

    private readonly Column[] _columns = new Column[width];
    private readonly RowSample _sample = new(width);
    private readonly List<ulong> _hashes = [];

    public long Rows { get; private set; }

    /// <summary>The first value that is NaN or infinite, from 0.</summary>
    public (long Row, int Column, double Value)? NotFinite { get; private set; }

    /// <summary>Whether the first column only counts the rows.</summary>
    public bool FirstCounts { get; private set; } = true;

    /// <summary>Whether any value is not what float32 makes of it.</summary>
    public bool IsRounded => Array.Exists(_columns, static c => c.IsRounded);

    /// <summary>Different rows, but for chance collisions of 64 bits.</summary>
    public int DistinctRows
    {
        get
        {
            _hashes.Sort();
            return _hashes.Where((hash, i) => i == 0 || hash != _hashes[i - 1]).Count();
        }
    }

    public void Add(ReadOnlySpan<double> row)
    {
        ulong hash = 0x9E3779B97F4A7C15;
        for (var c = 0; c < row.Length; c++)
        {
            var value = row[c];
            if (!double.IsFinite(value)) NotFinite ??= (Rows, c, value);
            ref var column = ref _columns[c];
            if (Rows == 0) (column.Least, column.Most) = (value, value);
            else if (value < column.Least) (column.Least, column.LeastRow) = (value, Rows);
            else if (value > column.Most) (column.Most, column.MostRow) = (value, Rows);
            column.IsRounded |= (float)value != value;
            hash = BitOperations.RotateLeft((hash ^ BitConverter.DoubleToUInt64Bits(value + 0.0)) * 0xFF51AFD7ED558CCD, 31);
        }

        FirstCounts &= row[0] == _columns[0].Least + Rows;
        _hashes.Add(hash ^ (hash >> 33));
        _sample.Offer(Rows, row);
        Rows++;
    }

    /// <param name="path">For messages.</param>
    /// <param name="names">The columns', for messages.</param>
    /// <exception cref="InputException">The numbers are so different in size that float32 cannot hold them side by side: names the one furthest
    /// off.</exception>
    public PointScaling Scaling(string path, IReadOnlyList<string> names)
    {
        var (center, isCentered) = (new double[width], false);
        var (half, spread, furthest) = (0.0, 0.0, 0);
        for (var c = 0; c < width; c++)
        {
            var sorted = _sample.Sorted(c);
            var own = Spread(sorted, _columns[c]);
            if (IsFar(sorted, own, _columns[c].IsRounded)) (center[c], isCentered) = (sorted[sorted.Length / 2], true);
            spread = Math.Max(spread, own);
            if (HalfReach(c, center[c]) <= half) continue;
            (half, furthest) = (HalfReach(c, center[c]), c);
        }

        if (half == 0) return isCentered ? new PointScaling(center, 0) : PointScaling.None;
        var reach = Math.Log2(half) + 1;
        var bulk = spread > 0 ? Math.Log2(spread) : reach;
        var exponent = reach <= MostExponent && bulk >= LeastExponent ? 0 : (int)Math.Clamp(Math.Round((reach + bulk) / 2), -1000, 1000);
        if (reach - exponent > MostScaledExponent) throw TooFar(furthest, center[furthest], path, names);
        return isCentered || exponent != 0 ? new PointScaling(isCentered ? center : null, exponent) : PointScaling.None;
    }

    /// <summary>How far apart most values are: the middle four fifths, or all where these are equal.</summary>
    private static double Spread(double[] sorted, Column column)
    {
        var middle = sorted[(int)(0.9 * (sorted.Length - 1))] - sorted[(int)(0.1 * (sorted.Length - 1))];
        return Math.Min(double.MaxValue, middle > 0 ? middle : column.Most - column.Least);
    }

    private static bool IsFar(double[] sorted, double spread, bool isRounded)
    {
        var offset = Math.Abs(sorted[sorted.Length / 2]);
        if (offset <= NearSpreads * spread) return false;
        if (spread == 0) return offset > Large;
        return offset > Large || (isRounded && (offset > FarSpreads * spread || Merges(sorted)));
    }

    /// <summary>Whether rounding makes values equal that differ.</summary>
    private static bool Merges(double[] sorted)
    {
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] != sorted[i - 1] && (float)sorted[i] == (float)sorted[i - 1]) return true;
        }

        return false;
    }

    /// <summary>Half of the furthest that a value of the column lies from its centre: the whole may be more than a double holds.</summary>
    private double HalfReach(int column, double center) =>
        Math.Max(Math.Abs((_columns[column].Most / 2) - (center / 2)), Math.Abs((_columns[column].Least / 2) - (center / 2)));

    private InputException TooFar(int column, double center, string path, IReadOnlyList<string> names)
    {
        var (least, most, leastRow, mostRow) = (_columns[column].Least, _columns[column].Most, _columns[column].LeastRow, _columns[column].MostRow);
        var isMost = Math.Abs((most / 2) - (center / 2)) >= Math.Abs((least / 2) - (center / 2));
        return new InputException("the value is so far from the others that beside it their differences vanish", path, (isMost ? mostRow : leastRow) + 1,
            names[column], (isMost ? most : least).ToString(CultureInfo.InvariantCulture),
            "numbers of comparable size: leave out a value that only stands for a missing one");
    }

    private struct Column
    {
        public double Least;
        public double Most;
        public long LeastRow;
        public long MostRow;
        public bool IsRounded;
    }
}
