using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.VectorSearch.Gpu.Kernels;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>
/// Packs points into panels of 64 on the CPU and copies them to the GPU, a piece at a time: the host never holds a second copy of all of them.
/// </summary>
/// <param name="mean"><c>[d]</c> subtracted from every point, which keeps lengths and thus the rounding of dot products small; null leaves points as they
/// are.</param>
internal sealed class PanelUpload(PointMatrix points, float[]? mean, StageContext context)
{
    private const int PieceBytes = 32 << 20;

    private const int Vectors = GpuDistanceTiles.Width / 4;

    private readonly int _dimension = points.Dimension;
    private readonly int _pieces = Math.Max(1, PieceBytes / (GpuDistanceTiles.Width * points.Dimension * sizeof(float)));
    private Float4[] _values = [];
    private Float4[] _bias = [];

    /// <param name="rows">Whole panels of rows, -1 in padding.</param>
    /// <param name="values">Out: <c>[panels, d, 16]</c>.</param>
    /// <param name="bias">Out: <c>[panels, 16]</c>: -|b|²/2 of centred points, otherwise 0; minus infinity in padding. Null for queries, which have no
    /// bias.</param>
    public void Send(ReadOnlyMemory<int> rows, ArrayView<Float4> values, ArrayView<Float4>? bias)
    {
        var panels = rows.Length / GpuDistanceTiles.Width;
        if (_values.Length == 0) (_values, _bias) = (new Float4[(long)_pieces * _dimension * Vectors], new Float4[_pieces * Vectors]);
        for (var from = 0; from < panels; from += _pieces)
        {
            var piece = Math.Min(_pieces, panels - from);
            Parallel.For(0, piece, context.Parallel, p => Pack(rows.Span.Slice((from + p) * GpuDistanceTiles.Width, GpuDistanceTiles.Width), p));
            var length = (long)piece * _dimension * Vectors;
            values.SubView((long)from * _dimension * Vectors, length).CopyFromCPU(ref _values[0], length);
            bias?.SubView((long)from * Vectors, (long)piece * Vectors).CopyFromCPU(ref _bias[0], (long)piece * Vectors);
        }
    }

    private void Pack(ReadOnlySpan<int> rows, int at)
    {
        var values = MemoryMarshal.Cast<Float4, float>(_values.AsSpan(at * _dimension * Vectors, _dimension * Vectors));
        var bias = MemoryMarshal.Cast<Float4, float>(_bias.AsSpan(at * Vectors, Vectors));
        for (var s = 0; s < rows.Length; s++)
        {
            bias[s] = float.NegativeInfinity;
            if (rows[s] < 0)
            {
                for (var j = 0; j < _dimension; j++) values[(j * GpuDistanceTiles.Width) + s] = 0;
                continue;
            }

            var row = points.Row(rows[s]);
            double norm = 0;
            for (var j = 0; j < row.Length; j++)
            {
                var value = mean is null ? row[j] : row[j] - mean[j];
                values[(j * GpuDistanceTiles.Width) + s] = value;
                norm += (double)value * value;
            }

            bias[s] = mean is null ? 0 : (float)(-norm / 2);
        }
    }
}
