using Investigator.Engine.Core;

namespace Investigator.Engine.Space;

/// <summary>Given rows in several parts of the space, side by side.</summary>
/// <param name="parts">In the order of their dimensions.</param>
/// <param name="count">Rows.</param>
internal sealed class SpaceRows(IReadOnlyList<SpacePart> parts, int count)
{
    public int Count { get; } = count;

    /// <summary>Dimensions.</summary>
    public int Width { get; } = parts.Sum(static p => p.Width);

    /// <inheritdoc cref="SpacePart.Fill"/>
    public void Fill(int first, int count, Span<float> to, int rowStep, int columnStep)
    {
        var column = 0;
        foreach (var part in parts)
        {
            part.Fill(first, count, to[(column * columnStep)..], rowStep, columnStep);
            column += part.Width;
        }
    }

    /// <summary>Scales some of the rows and takes the means off: <c>[Width, count]</c>, a dimension after the other.</summary>
    /// <param name="room">Room for as many values.</param>
    public void FillCentered(int first, int count, double[] means, Span<float> room, Span<double> centered)
    {
        Fill(first, count, room, 1, count);
        for (var c = 0; c < Width; c++)
        {
            for (var i = c * count; i < (c + 1) * count; i++) centered[i] = room[i] - means[c];
        }
    }

    /// <returns><c>[Width]</c>.</returns>
    public double[] Means(StageContext context)
    {
        var means = new double[parts.Count][];
        Parallel.For(0, means.Length, context.Parallel, p => means[p] = ColumnMoments.Means(parts[p], Count, context));
        return [.. means.SelectMany(static m => m)];
    }
}
