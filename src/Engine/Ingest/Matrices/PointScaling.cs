namespace Investigator.Engine.Ingest.Matrices;

/// <summary>
/// Columns of doubles on the way to float32: from some of them a centre is subtracted, and all are multiplied by one power of two. Distances keep their
/// proportions to the bit, so clusters are those of the file's numbers; only what float32 cannot tell apart, or cannot hold, comes closer.
/// </summary>
/// <param name="Center"><c>[d]</c> what is subtracted; null where nothing is.</param>
/// <param name="Exponent">All numbers are divided by 2 to this power.</param>
public sealed record PointScaling(double[]? Center, int Exponent)
{
    public static PointScaling None { get; } = new(null, 0);

    public bool IsNone => Center is null && Exponent == 0;

    /// <summary>What a distance, or a number, of the file is multiplied by.</summary>
    public double Factor { get; } = Math.ScaleB(1, -Exponent);

    /// <param name="values">One row of the file.</param>
    /// <param name="to">The same as a point; infinite where float32 does not reach.</param>
    public void Apply(ReadOnlySpan<double> values, Span<float> to)
    {
        if (Center is not { } center)
        {
            for (var i = 0; i < values.Length; i++) to[i] = (float)(values[i] * Factor);
            return;
        }

        // Both are multiplied first: a difference of the greatest doubles would be infinite.
        for (var i = 0; i < values.Length; i++) to[i] = (float)((values[i] * Factor) - (center[i] * Factor));
    }
}
