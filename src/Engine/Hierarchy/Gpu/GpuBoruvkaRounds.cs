using ILGPU;
using ILGPU.Runtime;
using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy.Gpu.Kernels;
using Investigator.Engine.Neighbors;
using Investigator.Engine.VectorSearch.Gpu;

namespace Investigator.Engine.Hierarchy.Gpu;

/// <summary>
/// Boruvka's rounds over the neighbour lists on a GPU. The same graph gives the same edges to the bit, whatever the GPU.
/// </summary>
internal static class GpuBoruvkaRounds
{
    /// <summary>Whether the lists and the state of the rounds fit in the GPU's budget; they are not streamed.</summary>
    public static bool Fits(GpuTarget gpu, NeighborGraph graph) => graph.Count * (49 + (8L * graph.K)) <= gpu.Bytes;

    /// <param name="graph">At least one neighbour per point.</param>
    /// <param name="core"><c>[n]</c> core distances.</param>
    /// <param name="lower"> <c>[n]</c> no unlisted point is nearer to point i than this by mutual reachability: then only edges that certainly belong to a
    /// minimum spanning tree of all pairs are taken. Null gives the minimum spanning forest of the listed edges. </param>
    /// <param name="least">No further round begins with this many components or fewer.</param>
    public static SpanningForest Build(GpuTarget gpu, NeighborGraph graph, float[] core, float[]? lower, StageContext context, int least = 1)
    {
        var n = graph.Count;
        var accelerator = gpu.Accelerator;
        accelerator.Bind();
        using var other = accelerator.Allocate1D(graph.Indices);
        using var weight = accelerator.Allocate1D(graph.Distances);
        using var cores = accelerator.Allocate1D(core);
        using var component = accelerator.Allocate1D<int>(n);
        using var next = accelerator.Allocate1D<int>(n);
        using var best = accelerator.Allocate1D<uint>(n);
        using var ends = accelerator.Allocate1D<ulong>(n);
        using var lowers = accelerator.Allocate1D(lower ?? Unbounded(n));
        using var bound = accelerator.Allocate1D<uint>(n);
        using var chosenWeight = accelerator.Allocate1D<uint>(n);
        using var chosenEnds = accelerator.Allocate1D<ulong>(n);
        using var chosenRound = accelerator.Allocate1D<int>(n);
        using var closed = accelerator.Allocate1D<byte>(n);
        using var counters = accelerator.Allocate1D<int>(3);
        var edges = new ListedEdges { Other = other.View, Weight = weight.View, K = graph.K };
        var state = new BoruvkaState
        {
            Component = component.View,
            Next = next.View,
            Best = best.View,
            Ends = ends.View,
            Lower = lowers.View,
            Bound = bound.View,
            Closed = closed.View,
            Counters = counters.View,
        };
        var chosen = new ChosenEdges { Weight = chosenWeight.View, Ends = chosenEnds.View, Round = chosenRound.View };
        var weigh = accelerator.LoadAutoGroupedStreamKernel<Index1D, ListedEdges, BoruvkaState, ChosenEdges, ArrayView<float>>(BoruvkaKernels.Weigh);
        var reset = accelerator.LoadAutoGroupedStreamKernel<Index1D, BoruvkaState>(BoruvkaKernels.Reset);
        var offerWeights = accelerator.LoadAutoGroupedStreamKernel<Index1D, ListedEdges, BoruvkaState>(BoruvkaKernels.OfferWeights);
        var offerEnds = accelerator.LoadAutoGroupedStreamKernel<Index1D, ListedEdges, BoruvkaState>(BoruvkaKernels.OfferEnds);
        var judge = accelerator.LoadAutoGroupedStreamKernel<Index1D, BoruvkaState>(BoruvkaKernels.Judge);
        var hook = accelerator.LoadAutoGroupedStreamKernel<Index1D, BoruvkaState, ChosenEdges, int>(BoruvkaKernels.Hook);
        var jump = accelerator.LoadAutoGroupedStreamKernel<Index1D, BoruvkaState>(BoruvkaKernels.Jump);
        var adopt = accelerator.LoadAutoGroupedStreamKernel<Index1D, BoruvkaState>(BoruvkaKernels.Adopt);

        weigh(n, edges, state, chosen, cores.View);
        for (var (components, round) = (n, 0); components > least; round++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            reset(n, state);
            offerWeights(n, edges, state);
            offerEnds(n, edges, state);
            judge(n, state);
            var certain = counters.GetAsArray1D()[BoruvkaKernels.Certain];
            if (certain == 0 || (lower is not null && certain < SpanningTreeBuilder.MinCertainShare * components)) break;
            hook(n, state, chosen, round);
            components -= counters.GetAsArray1D()[BoruvkaKernels.Hooked];
            do
            {
                counters.MemSetToZero();
                jump(n, state);
            }
            while (counters.GetAsArray1D()[BoruvkaKernels.Moved] != 0);
            adopt(n, state);
        }

        return Sorted(gpu, chosenWeight.GetAsArray1D(), chosenEnds.GetAsArray1D(), chosenRound.GetAsArray1D(), context);
    }

    private static SpanningForest Sorted(GpuTarget gpu, uint[] weight, ulong[] ends, int[] round, StageContext context)
    {
        var hooked = new List<int>();
        for (var i = 0; i < round.Length; i++)
        {
            if (round[i] >= 0) hooked.Add(i);
        }

        // By the upper end, then the lower end, then the weight: each pass leaves equals in the order of the pass before.
        int[] chosen = [.. hooked];
        chosen = GpuSort.By(gpu, chosen, i => (uint)ends[i], context);
        chosen = GpuSort.By(gpu, chosen, i => (uint)(ends[i] >> 32), context);
        chosen = GpuSort.By(gpu, chosen, i => weight[i], context);
        return new SpanningForest
        {
            Count = round.Length,
            From = Array.ConvertAll(chosen, i => (int)(ends[i] >> 32)),
            To = Array.ConvertAll(chosen, i => (int)(uint)ends[i]),
            Weight = Array.ConvertAll(chosen, i => BitConverter.UInt32BitsToSingle(weight[i])),
            Round = Array.ConvertAll(chosen, i => round[i]),
        };
    }

    private static float[] Unbounded(int n)
    {
        var lower = new float[n];
        Array.Fill(lower, float.PositiveInfinity);
        return lower;
    }
}
