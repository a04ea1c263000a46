using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Investigator.Engine.VectorSearch;

namespace Investigator.Benchmarks;

/// <summary>One tile (8 queries against 48 points) by each kernel, against a library call a pair.</summary>
public unsafe class TileKernels
{
    private const int Queries = 8;

    private float* _queries;
    private float* _panel;
    private float* _bias;
    private float* _thresholds;
    private float* _scores;
    private ulong* _marks;
    private float[][] _queryRows = [];
    private float[][] _pointRows = [];

    [Params(8, 32, 128)]
    public int Dimension { get; set; }

    public static void Print() => BenchmarkRunner.Run<TileKernels>(
        DefaultConfig.Instance
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "benchmarks"))
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _queries = Values(Queries * Dimension);
        _panel = Values(PanelLayout.Width * Dimension);
        _bias = Values(PanelLayout.Width);
        _thresholds = Values(Queries);
        _scores = Values(Queries * PanelLayout.Width);
        _marks = (ulong*)NativeMemory.AlignedAlloc(Queries * sizeof(ulong), 64);

        // As nearly always: nothing is near enough to be kept.
        new Span<float>(_thresholds, Queries).Fill(float.PositiveInfinity);
        _queryRows = [.. Enumerable.Range(0, Queries).Select(_ => Row())];
        _pointRows = [.. Enumerable.Range(0, PanelLayout.Width).Select(_ => Row())];

        float[] Row() => [.. Enumerable.Range(0, Dimension).Select(_ => random.NextSingle())];

        float* Values(int count)
        {
            var values = (float*)NativeMemory.AlignedAlloc((nuint)(count * sizeof(float)), 64);
            for (var i = 0; i < count; i++) values[i] = random.NextSingle();
            return values;
        }
    }

    [GlobalCleanup]
    public void Free()
    {
        nint[] owned = [(nint)_queries, (nint)_panel, (nint)_bias, (nint)_thresholds, (nint)_scores, (nint)_marks];
        foreach (var values in owned) NativeMemory.AlignedFree((void*)values);
    }

    [Benchmark(Baseline = true, Description = "TensorPrimitives.Dot a pair")]
    public float Pairs()
    {
        var best = float.NegativeInfinity;
        foreach (var query in _queryRows)
        {
            foreach (var point in _pointRows) best = MathF.Max(best, TensorPrimitives.Dot<float>(query, point));
        }

        return best;
    }

    [Benchmark(Description = "dots, 512 bits")]
    public bool Wide() => WideDotTile.Score(_queries, Queries, _panel, _bias, Dimension, _thresholds, _scores, _marks);

    [Benchmark(Description = "dots, any width")]
    public bool Narrow() => NarrowDotTile.Score(_queries, Queries, _panel, _bias, Dimension, _thresholds, _scores, _marks);

    [Benchmark(Description = "differences")]
    public bool Differences() => DifferenceTile.Score(_queries, Queries, _panel, _bias, Dimension, _thresholds, _scores, _marks);
}
