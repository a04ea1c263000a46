using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>
/// Points as float32 rows <c>[n, d]</c>, and the one distance that all stages use. One array holds at most 2^31 values; more are held in several arrays, each
/// of whole rows.
/// </summary>
public sealed class PointMatrix
{
    /// <summary>Most values per part where there are several parts, which hold whole rows.</summary>
    internal const int PartValues = 1 << 30;

    /// <summary>The shift when all rows are in one part.</summary>
    private const int WholeShift = 31;

    private readonly float[][] _parts;

    /// <summary>Row i is row <c>i &amp; mask</c> of part <c>i >> shift</c>.</summary>
    private readonly int _shift;
    private readonly int _mask;

    /// <param name="values"><c>[n, dimension]</c> row-major; kept, not copied.</param>
    /// <param name="dimension">Values per row.</param>
    /// <exception cref="InputException">No columns, or a length that is not a whole number of rows.</exception>
    public PointMatrix(float[] values, int dimension)
        : this([values], dimension, dimension < 1 ? 0 : values.Length / dimension, WholeShift)
    {
        if (dimension < 1) throw new InputException("the matrix has no columns", value: $"{dimension}", expected: "at least one column");
        if (values.Length % dimension == 0) return;
        throw new InputException("the matrix is not a whole number of rows", value: $"{values.Length} values", expected: $"a multiple of {dimension}");
    }

    private PointMatrix(float[][] parts, int dimension, int count, int shift)
    {
        _parts = parts;
        Dimension = dimension;
        Count = count;
        _shift = shift;
        _mask = (int)((1L << shift) - 1);
    }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Values per row.</summary>
    public int Dimension { get; }

    /// <summary>All values in order, in runs of whole rows.</summary>
    public IEnumerable<ReadOnlyMemory<float>> Runs => _parts.Select(static part => (ReadOnlyMemory<float>)part);

    /// <summary>Makes a matrix of any number of rows.</summary>
    /// <param name="count">Rows.</param>
    /// <param name="dimension">Values per row, at least 1.</param>
    /// <param name="fill">Fills a run of whole rows, given the number of its first row; called for one run after another, in order.</param>
    public static PointMatrix Of(int count, int dimension, Action<Memory<float>, int> fill) => Of(count, dimension, fill, PartValues);

    /// <param name="partValues">Most values per part.</param>
    internal static PointMatrix Of(int count, int dimension, Action<Memory<float>, int> fill, int partValues)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, partValues);
        var whole = (long)count * dimension <= partValues;
        var shift = whole ? WholeShift : BitOperations.Log2((uint)(partValues / dimension));
        var parts = new float[whole ? 1 : (int)(((long)count + (1 << shift) - 1) >> shift)][];
        for (var p = 0; p < parts.Length; p++)
        {
            var first = whole ? 0 : p << shift;
            var rows = whole ? count : Math.Min(1 << shift, count - first);
            parts[p] = GC.AllocateUninitializedArray<float>(rows * dimension);
            fill(parts[p], first);
        }

        return new PointMatrix(parts, dimension, count, shift);
    }

    /// <summary>Checks that there is a row and that every value is finite.</summary>
    /// <returns>This matrix.</returns>
    /// <exception cref="InputException">No rows, or a value that is NaN or infinite (with row and column, 1-based).</exception>
    public PointMatrix Checked()
    {
        if (Count == 0) throw new InputException("the matrix has no rows", expected: "at least one row");
        if (FirstNotFinite() is not (var row, var column)) return this;
        var value = Row(row)[column].ToString(CultureInfo.InvariantCulture);
        throw new InputException("a value is not a finite number", row: row + 1L, column: $"{column + 1}", value: value, expected: "a finite number");
    }

    /// <summary>Row and column, from 0, of the first value that is NaN or infinite; null when all are finite.</summary>
    public (int Row, int Column)? FirstNotFinite()
    {
        var before = 0L;
        foreach (var run in Runs)
        {
            var at = IndexOfNotFinite(run.Span);
            if (at >= 0) return ((int)((before + at) / Dimension), (int)((before + at) % Dimension));
            before += run.Length;
        }

        return null;
    }

    private static int IndexOfNotFinite(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) return i;
        }

        return -1;
    }

    public ReadOnlySpan<float> Row(int i) => MemoryMarshal.CreateReadOnlySpan(in First(i), Dimension);

    /// <summary>The first value of a row; the others of the row follow it.</summary>
    internal ref readonly float First(int i) => ref _parts[i >> _shift][(nint)(i & _mask) * Dimension];

    /// <summary>Some of the rows, in the order given.</summary>
    public PointMatrix Gather(int[] rows) => Of(rows.Length, Dimension, (to, first) =>
    {
        for (var r = 0; r * Dimension < to.Length; r++) Row(rows[first + r]).CopyTo(to.Span[(r * Dimension)..]);
    });

    /// <summary>A run of the rows.</summary>
    public PointMatrix Slice(int first, int count) => Gather([.. Enumerable.Range(first, count)]);

    /// <summary><c>[d]</c> mean of all rows.</summary>
    public float[] Mean()
    {
        var mean = new double[Dimension];
        for (var i = 0; i < Count; i++)
        {
            var row = Row(i);
            for (var j = 0; j < mean.Length; j++) mean[j] += row[j];
        }

        return Array.ConvertAll(mean, sum => (float)(sum / Count));
    }

    /// <summary>Squared Euclidean distance by differences, summed in double: no cancellation, and the same to the bit whichever point comes first.</summary>
    public static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var width = Vector<float>.Count;
        var low = Vector<double>.Zero;
        var high = Vector<double>.Zero;
        var i = 0;
        if (a.Length >= width)
        {
            ref var pa = ref MemoryMarshal.GetReference(a);
            ref var pb = ref MemoryMarshal.GetReference(b);
            for (; i <= a.Length - width; i += width)
            {
                Vector.Widen(Vector.LoadUnsafe(ref pa, (nuint)i), out var aLow, out var aHigh);
                Vector.Widen(Vector.LoadUnsafe(ref pb, (nuint)i), out var bLow, out var bHigh);
                var dLow = aLow - bLow;
                var dHigh = aHigh - bHigh;
                low += dLow * dLow;
                high += dHigh * dHigh;
            }
        }

        var sum = Vector.Sum(low + high);
        for (; i < a.Length; i++)
        {
            var d = (double)a[i] - b[i];
            sum += d * d;
        }

        return sum;
    }

    /// <summary>Squared Euclidean distance between two rows.</summary>
    public double SquaredDistance(int i, int j) => SquaredDistance(Row(i), Row(j));

    /// <summary>Euclidean distance between two rows.</summary>
    public float Distance(int i, int j) => (float)Math.Sqrt(SquaredDistance(i, j));
}
