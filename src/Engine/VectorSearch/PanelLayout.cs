using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// Points packed for the distance tiles: panels of 48 points, each <c>[d, 48]</c>, in an order that keeps near points together, with the ball around each
/// panel. A slot is a place in that order. As many panels as fit in the given memory stay packed, outside the garbage collector's heap and aligned to cache
/// lines; the others are packed each time they are read.
/// </summary>
internal sealed unsafe class PanelLayout : IDisposable
{
    /// <summary>Points per panel: 3 vectors of 16, and a multiple of 3 vectors of 8 or 4.</summary>
    public const int Width = 48;

    /// <summary>Values of a row that <see cref="Fetch"/> prefetches: a few cache lines.</summary>
    private const int FetchedAhead = 64;

    private readonly NativeBuffer<float> _data;
    private readonly NativeBuffer<float> _bias;

    private readonly PointMatrix _points;
    private readonly float[] _origins;
    private readonly int[]? _originOf;

    /// <summary>How many panels stay packed: the first ones.</summary>
    private readonly int _held;

    private PanelLayout(PointMatrix points, int[] order, float[] origins, int[]? originOf, long mostBytes)
    {
        _points = points;
        _origins = origins;
        _originOf = originOf;
        Order = order;
        Dimension = Terms = points.Dimension;
        Count = order.Length;
        Panels = (Count + Width - 1) / Width;
        _held = (int)Math.Min(Panels, mostBytes / ((long)Width * Dimension * sizeof(float)));
        _data = new NativeBuffer<float>((long)_held * Width * Dimension);
        _bias = new NativeBuffer<float>((long)Panels * Width);
        Norms = new float[Panels * Width];
        Centers = new float[Panels * Dimension];
        CenterNorms = new float[Panels];
        Radii = new float[Panels];
    }

    public int Count { get; }

    public int Dimension { get; }

    public int Panels { get; }

    /// <summary>Terms that the rounding of a score is that of: the dimension, and a few more where the rows themselves are rounded.</summary>
    public int Terms { get; private init; }

    /// <summary><c>[slots]</c> row of each slot; -1 where a slot is left empty, so that the next row starts a new panel.</summary>
    public int[] Order { get; }

    /// <summary><c>[d]</c> what was subtracted from every point, if all have the same origin.</summary>
    public float[] Mean => _origins;

    /// <summary><c>[panels * 48]</c> squared length of the packed point; 0 in padding.</summary>
    public float[] Norms { get; }

    /// <summary><c>[panels, d]</c>, in the packed coordinates.</summary>
    public float[] Centers { get; }

    /// <summary><c>[panels]</c> squared lengths of the centres.</summary>
    public float[] CenterNorms { get; }

    /// <summary><c>[panels]</c>, rounded up.</summary>
    public float[] Radii { get; }

    /// <summary>A panel of a layout that holds all its panels.</summary>
    public float* Panel(int panel) => _data.At((long)panel * Width * Dimension);

    /// <summary>The panel as held, or packed into the scratch buffer.</summary>
    /// <param name="panel">Its number.</param>
    /// <param name="scratch"><c>[d, 48]</c> room for one that is not held.</param>
    public float* Panel(int panel, float* scratch)
    {
        if (panel < _held) return Panel(panel);
        Pack(panel, scratch);
        return scratch;
    }

    /// <summary>Whether all panels before this one are held.</summary>
    public bool Holds(int end) => end <= _held;

    /// <summary>A run of panels as held, or packed into the scratch buffer.</summary>
    /// <param name="first">The first.</param>
    /// <param name="end">The panel after the last.</param>
    /// <param name="scratch"><c>[panels, d, 48]</c> room for what is not held.</param>
    public float* Run(int first, int end, float* scratch)
    {
        if (Holds(end)) return Panel(first);
        for (var panel = first; panel < end; panel++)
        {
            if (panel + 1 < end) Fetch(panel + 1);
            Pack(panel, scratch + ((nint)(panel - first) * Width * Dimension));
        }

        return scratch;
    }

    /// <summary>Prefetches a panel that is not held: the first values of its rows, because the processor foresees the rest of each row by itself.</summary>
    public void Fetch(int panel)
    {
        if (panel < _held) return;
        foreach (var row in Order.AsSpan(panel * Width, SlotsIn(panel)))
        {
            if (row >= 0) Prefetch.Load(in _points.First(row), Math.Min(Dimension, FetchedAhead));
        }
    }

    public float* Bias(int panel) => _bias.At((long)panel * Width);

    public int SlotsIn(int panel) => Math.Min(Width, Count - (panel * Width));

    /// <summary>Packs for dot products: centred on the mean, which keeps lengths and so rounding small; the bias is -|b|²/2.</summary>
    /// <param name="mostBytes">Memory for packed panels; those beyond it are packed each time they are read.</param>
    public static PanelLayout Centered(PointMatrix points, int[] order, StageContext context, long mostBytes = long.MaxValue) =>
        new PanelLayout(points, order, points.Mean(), null, mostBytes).Fill(dots: true, context);

    /// <summary>Packs for dot products, centred on a given point, which several layouts can share.</summary>
    public static PanelLayout Around(float[] mean, PointMatrix points, int[] order, StageContext context) =>
        new PanelLayout(points, order, mean, null, long.MaxValue).Fill(dots: true, context);

    /// <summary>
    /// Packs for dot products, each panel centred on an origin of its own: points near each other are told apart however far they are from all others.
    /// </summary>
    /// <param name="origins"><c>[m, d]</c>.</param>
    /// <param name="originOf"><c>[panels]</c>.</param>
    /// <param name="mostBytes">As for <see cref="Centered"/>.</param>
    public static PanelLayout Around(float[] origins, int[] originOf, PointMatrix points, int[] order, StageContext context, long mostBytes = long.MaxValue) =>
        new PanelLayout(points, order, origins, originOf, mostBytes).Fill(dots: true, context);

    /// <summary>Packs the short rows of points (<see cref="PrincipalRotation.Shorten"/>) for dot products; they are centred already.</summary>
    /// <param name="mostBytes">As for <see cref="Centered"/>.</param>
    public static PanelLayout Short(PointMatrix rows, int[] order, StageContext context, long mostBytes = long.MaxValue)
    {
        var terms = rows.Dimension + PanelBounds.ProjectionTerms;
        return new PanelLayout(rows, order, new float[rows.Dimension], null, mostBytes) { Terms = terms }.Fill(dots: true, context);
    }

    /// <summary>Packs for differences: the coordinates as they are; the bias is 0.</summary>
    /// <param name="mostBytes">As for <see cref="Centered"/>.</param>
    public static PanelLayout Raw(PointMatrix points, int[] order, StageContext context, long mostBytes = long.MaxValue) =>
        new PanelLayout(points, order, new float[points.Dimension], null, mostBytes).Fill(dots: false, context);

    public void Dispose()
    {
        _data.Dispose();
        _bias.Dispose();
    }

    private PanelLayout Fill(bool dots, StageContext context)
    {
        try
        {
            context.ForEachWithState(Panels, () => new Scratch(Dimension), (panel, scratch) =>
                Measure(panel, dots, panel < _held ? Panel(panel) : scratch.Panel, scratch.Sums));
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Packs a panel and computes its ball, and the lengths and biases of its points.</summary>
    private void Measure(int panel, bool dots, float* packed, double[] sums)
    {
        Pack(panel, packed);
        var slots = SlotsIn(panel);
        var order = Order.AsSpan(panel * Width, slots);
        var norms = sums.AsSpan(0, slots);
        norms.Clear();
        var center = Centers.AsSpan(panel * Dimension, Dimension);
        var taken = Math.Max(1, slots - order.Count(-1));
        double length = 0;
        for (var j = 0; j < Dimension; j++)
        {
            var values = new ReadOnlySpan<float>(packed + (j * Width), slots);
            double sum = 0;
            for (var s = 0; s < values.Length; s++)
            {
                sum += values[s];
                norms[s] += (double)values[s] * values[s];
            }

            center[j] = (float)(sum / taken);
            length += (double)center[j] * center[j];
        }

        CenterNorms[panel] = (float)length;
        var bias = new Span<float>(Bias(panel), Width);
        bias.Fill(float.NegativeInfinity);
        for (var s = 0; s < slots; s++)
        {
            if (order[s] < 0) continue;
            Norms[(panel * Width) + s] = (float)norms[s];
            bias[s] = dots ? (float)(-norms[s] / 2) : 0;
        }

        Radii[panel] = Radius(packed, center, order, norms);
    }

    /// <summary>Distance from a panel's centre to the furthest of its points, rounded up.</summary>
    private static float Radius(float* packed, ReadOnlySpan<float> center, ReadOnlySpan<int> order, Span<double> sums)
    {
        sums.Clear();
        for (var j = 0; j < center.Length; j++)
        {
            for (var s = 0; s < sums.Length; s++)
            {
                var difference = (double)packed[(j * Width) + s] - center[j];
                sums[s] += difference * difference;
            }
        }

        double radius = 0;
        for (var s = 0; s < sums.Length; s++)
        {
            if (order[s] >= 0) radius = Math.Max(radius, sums[s]);
        }

        return MathF.BitIncrement((float)Math.Sqrt(radius));
    }

    private void Pack(int panel, float* to) => Pack(Order.AsSpan(panel * Width, SlotsIn(panel)), to, _originOf?[panel] ?? 0);

    /// <summary>Packs rows of the matrix in this layout's coordinates.</summary>
    /// <param name="rows">At most 48; -1, like a missing row at the end, leaves a place empty: a point at the origin.</param>
    /// <param name="to"><c>[d, 48]</c>.</param>
    /// <param name="origin">Number of their origin.</param>
    public void Pack(ReadOnlySpan<int> rows, float* to, int origin = 0)
    {
        var eight = stackalloc float*[QueryPack.Width];
        fixed (float* own = &_origins[(nint)origin * Dimension])
        {
            for (var s = 0; s < Width; s += QueryPack.Width)
            {
                // Rows may be in several arrays.
                fixed (float* r0 = &Source(rows, s, origin), r1 = &Source(rows, s + 1, origin))
                fixed (float* r2 = &Source(rows, s + 2, origin), r3 = &Source(rows, s + 3, origin))
                fixed (float* r4 = &Source(rows, s + 4, origin), r5 = &Source(rows, s + 5, origin))
                fixed (float* r6 = &Source(rows, s + 6, origin), r7 = &Source(rows, s + 7, origin))
                {
                    eight[0] = r0;
                    eight[1] = r1;
                    eight[2] = r2;
                    eight[3] = r3;
                    eight[4] = r4;
                    eight[5] = r5;
                    eight[6] = r6;
                    eight[7] = r7;
                    QueryPack.Pack(eight, own, Dimension, to + s, Width);
                }
            }
        }
    }

    private ref readonly float Source(ReadOnlySpan<int> rows, int s, int origin) =>
        ref s < rows.Length && rows[s] >= 0 ? ref _points.First(rows[s]) : ref _origins[(nint)origin * Dimension];

    /// <summary>Buffers of one thread.</summary>
    private sealed class Scratch(int dimension) : IDisposable
    {
        public float* Panel { get; } = (float*)NativeMemory.AlignedAlloc((nuint)(Width * dimension * sizeof(float)), 64);

        public double[] Sums { get; } = new double[Width];

        public void Dispose() => NativeMemory.AlignedFree(Panel);
    }
}
