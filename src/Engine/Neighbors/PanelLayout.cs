using System.Runtime.InteropServices;
using Investigator.Engine.Compute;

namespace Investigator.Engine.Neighbors;

/// <summary>
/// Points packed for the distance tiles: panels of 48 points, each <c>[d, 48]</c>, in an order that keeps near points together, with the ball
/// around each panel. A slot is a place in that order. Memory outside the collector's heap: 4 bytes a value, aligned to a cache line.
/// </summary>
internal sealed unsafe class PanelLayout : IDisposable
{
    /// <summary>Points a panel: 3 vectors of 16, and a multiple of 3 vectors of 8 or 4.</summary>
    public const int Width = 48;

    private float* _data;
    private float* _bias;

    private PanelLayout(int[] order, int dimension)
    {
        (Order, Dimension, Count) = (order, dimension, order.Length);
        Panels = (Count + Width - 1) / Width;
        _data = (float*)NativeMemory.AlignedAlloc((nuint)Panels * Width * (nuint)dimension * sizeof(float), 64);
        _bias = (float*)NativeMemory.AlignedAlloc((nuint)Panels * Width * sizeof(float), 64);
        Norms = new float[Panels * Width];
        Centers = new float[Panels * dimension];
        CenterNorms = new float[Panels];
        Radii = new float[Panels];
    }

    public int Count { get; }

    public int Dimension { get; }

    public int Panels { get; }

    /// <summary><c>[slots]</c> row of each slot; -1 where a slot is left empty, so that what follows starts with a panel of its own.</summary>
    public int[] Order { get; }

    /// <summary><c>[d]</c> what was subtracted from every point.</summary>
    public float[] Mean { get; private init; } = [];

    /// <summary><c>[panels * 48]</c> squared length of the packed point; 0 in padding.</summary>
    public float[] Norms { get; }

    /// <summary><c>[panels, d]</c>, in the packed coordinates.</summary>
    public float[] Centers { get; }

    /// <summary><c>[panels]</c> squared lengths of the centres.</summary>
    public float[] CenterNorms { get; }

    /// <summary><c>[panels]</c>, rounded up.</summary>
    public float[] Radii { get; }

    public float* Panel(int panel) => _data + ((nint)panel * Width * Dimension);

    public float* Bias(int panel) => _bias + ((nint)panel * Width);

    public int SlotsIn(int panel) => Math.Min(Width, Count - (panel * Width));

    /// <summary>Packs for dot products: centred on the mean, which keeps lengths and so rounding small; the bias is -|b|²/2.</summary>
    public static PanelLayout Centered(float[] points, int dimension, int[] order, StageContext context) =>
        Around(PointMatrix.Mean(points, dimension), points, dimension, order, context);

    /// <summary>Packs for dot products, centred on a given point: several layouts can share one.</summary>
    public static PanelLayout Around(float[] mean, float[] points, int dimension, int[] order, StageContext context) =>
        Pack(points, new PanelLayout(order, dimension) { Mean = mean }, mean, null, dots: true, context);

    /// <summary>Packs for dot products, each panel centred on an origin of its own: what is near one another is told apart however far it is from everything else.</summary>
    /// <param name="origins"><c>[m, d]</c>.</param>
    /// <param name="originOf"><c>[panels]</c>.</param>
    public static PanelLayout Around(float[] origins, int[] originOf, float[] points, int dimension, int[] order, StageContext context) =>
        Pack(points, new PanelLayout(order, dimension), origins, originOf, dots: true, context);

    /// <summary>Packs for differences: the coordinates as they are; the bias is 0.</summary>
    public static PanelLayout Raw(float[] points, int dimension, int[] order, StageContext context) =>
        Pack(points, new PanelLayout(order, dimension), new float[dimension], null, dots: false, context);

    public void Dispose()
    {
        NativeMemory.AlignedFree(_data);
        NativeMemory.AlignedFree(_bias);
        _data = null;
        _bias = null;
    }

    private static PanelLayout Pack(float[] points, PanelLayout to, float[] origins, int[]? originOf, bool dots, StageContext context)
    {
        Parallel.For(0, to.Panels, context.Parallel, p =>
        {
            var panel = to.Panel(p);
            var origin = origins.AsSpan((originOf?[p] ?? 0) * to.Dimension, to.Dimension);
            var bias = to.Bias(p);
            new Span<float>(panel, Width * to.Dimension).Clear();
            new Span<float>(bias, Width).Fill(float.NegativeInfinity);
            var center = new double[to.Dimension];
            var slots = to.SlotsIn(p);
            var taken = 0;
            for (var s = 0; s < slots; s++)
            {
                if (to.Order[(p * Width) + s] < 0) continue;
                taken++;
                var row = PointMatrix.Row(points, to.Dimension, to.Order[(p * Width) + s]);
                double norm = 0;
                for (var j = 0; j < row.Length; j++)
                {
                    var value = row[j] - origin[j];
                    panel[(j * Width) + s] = value;
                    center[j] += value;
                    norm += (double)value * value;
                }

                to.Norms[(p * Width) + s] = (float)norm;
                bias[s] = dots ? (float)(-norm / 2) : 0;
            }

            double length = 0;
            for (var j = 0; j < center.Length; j++)
            {
                var value = (float)(center[j] / Math.Max(1, taken));
                to.Centers[(p * to.Dimension) + j] = value;
                length += (double)value * value;
            }

            to.CenterNorms[p] = (float)length;
            double radius = 0;
            for (var s = 0; s < slots; s++)
            {
                if (to.Order[(p * Width) + s] < 0) continue;
                double sum = 0;
                for (var j = 0; j < center.Length; j++)
                {
                    var difference = (double)panel[(j * Width) + s] - to.Centers[(p * to.Dimension) + j];
                    sum += difference * difference;
                }

                radius = Math.Max(radius, sum);
            }

            to.Radii[p] = MathF.BitIncrement((float)Math.Sqrt(radius));
        });
        return to;
    }
}
