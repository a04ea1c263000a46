using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// One thread's search of a layout for up to 48 queries: how near a panel must come to be worth scoring, and who is shown the points that score well enough.
/// Queries are scored in groups of eight.
/// </summary>
/// <param name="layout">The layout that is searched.</param>
/// <param name="dots">Whether scores are dot products; otherwise they are differences.</param>
/// <param name="boundedPanels">Panels that <see cref="Bounds"/> has room for.</param>
internal abstract unsafe class PanelSearch(PanelLayout layout, bool dots, int boundedPanels)
{
    public const int Groups = PanelLayout.Width / QueryPack.Width;

    private readonly float[] _cutoffs = new float[PanelLayout.Width];
    private readonly float[] _thresholds = new float[PanelLayout.Width];
    private readonly bool[] _searched = new bool[Groups];

    /// <summary>Squared lengths of the queries; read for dot products only.</summary>
    private readonly float[] _norms = new float[PanelLayout.Width];

    /// <summary>Pairs of a query and a point that were scored.</summary>
    public long Scored { get; private set; }

    protected PanelLayout Layout => layout;

    protected bool Dots => dots;

    /// <summary><c>[panels, 48]</c> lower bounds on the distance from each query to a panel (see <see cref="PanelBounds"/>), for the caller to fill.</summary>
    public float[] Bounds { get; } = new float[boundedPanels * PanelLayout.Width];

    /// <summary>The furthest distance that still matters to any query.</summary>
    public float Reach => TensorPrimitives.Max<float>(_cutoffs);

    /// <summary>Starts with new queries, none of which has kept anything.</summary>
    /// <param name="norms"><c>[queries]</c> squared lengths.</param>
    /// <param name="searched"><c>[groups]</c> groups to search for; empty means all that hold a query.</param>
    public void Begin(ReadOnlySpan<float> norms, ReadOnlySpan<bool> searched = default)
    {
        Clear();
        norms.CopyTo(_norms);
        _cutoffs.AsSpan().Fill(float.NegativeInfinity);
        _thresholds.AsSpan().Fill(float.PositiveInfinity);
        _thresholds.AsSpan(0, norms.Length).Fill(float.NegativeInfinity);
        for (var g = 0; g < Groups; g++)
        {
            var queries = Math.Clamp(norms.Length - (g * QueryPack.Width), 0, QueryPack.Width);
            _searched[g] = queries > 0 && (searched.IsEmpty || searched[g]);
            if (_searched[g]) _cutoffs.AsSpan(g * QueryPack.Width, queries).Fill(float.PositiveInfinity);
        }
    }

    public bool Searches(int query) => _searched[query / QueryPack.Width];

    /// <summary>Whether any query may still find a neighbour in a panel.</summary>
    /// <param name="bound">The panel's place in <see cref="Bounds"/>.</param>
    public bool IsNear(int bound)
    {
        for (var g = 0; g < Groups; g++)
        {
            if (IsNear(bound, g)) return true;
        }

        return false;
    }

    /// <summary>Scores the points of a panel for the groups of queries that it is near enough to.</summary>
    /// <param name="queries"><c>[d, 48]</c> the queries.</param>
    /// <param name="panel">Its number.</param>
    /// <param name="bound">Its place in <see cref="Bounds"/>.</param>
    /// <param name="own">Slot of the first query in the layout, so that no query finds itself; null when the queries are not in the layout.</param>
    /// <param name="scratch"><c>[d, 48]</c> room for a panel that the layout does not hold.</param>
    public void Scan<TTile>(float* queries, int panel, int bound, int? own, float* scratch)
        where TTile : struct, IDistanceTile
    {
        var marks = stackalloc ulong[QueryPack.Width];
        var scores = stackalloc float[QueryPack.Width * PanelLayout.Width];
        fixed (float* thresholds = _thresholds)
        {
            float* packed = null;
            for (var g = 0; g < Groups; g++)
            {
                if (!IsNear(bound, g)) continue;
                if (packed is null) packed = layout.Panel(panel, scratch);
                Scored += QueryPack.Width * PanelLayout.Width;
                var first = g * QueryPack.Width;
                if (!TTile.Score(queries + first, PanelLayout.Width, packed, layout.Bias(panel), layout.Dimension, thresholds + first, scores, marks)) continue;
                for (var r = 0; r < QueryPack.Width; r++)
                {
                    if (marks[r] != 0) Keep(first + r, panel, marks[r], scores + (r * PanelLayout.Width), own + first + r ?? -1);
                }
            }
        }
    }

    /// <summary>Forgets what the queries before have kept.</summary>
    protected abstract void Clear();

    /// <summary>Looks at the points of a panel that score above a query's threshold.</summary>
    /// <param name="query">Its place among the 48.</param>
    /// <param name="panel">The panel's number.</param>
    /// <param name="mark">One bit per point.</param>
    /// <param name="scores"><c>[48]</c>.</param>
    /// <param name="own">The slot that is the query itself; -1 when it is in none.</param>
    protected abstract void Keep(int query, int panel, ulong mark, float* scores, int own);

    protected float Norm(int query) => _norms[query];

    protected float Threshold(int query) => _thresholds[query];

    /// <summary>From now on a query is shown only points that score above a threshold, in panels that come nearer than a cutoff.</summary>
    protected void Limit(int query, float threshold, float cutoff) => (_thresholds[query], _cutoffs[query]) = (threshold, cutoff);

    private bool IsNear(int bound, int group) => _searched[group] && Vector256.LessThanOrEqualAny(
        Vector256.LoadUnsafe(ref Bounds[(bound * PanelLayout.Width) + (group * QueryPack.Width)]),
        Vector256.LoadUnsafe(ref _cutoffs[group * QueryPack.Width]));
}
