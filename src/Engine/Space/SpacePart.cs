namespace Investigator.Engine.Space;

/// <summary>Some neighbouring dimensions of the space for given rows: a scaling together with the values that it scales.</summary>
/// <param name="width">Dimensions, 0 or more.</param>
internal abstract class SpacePart(int width)
{
    public int Width { get; } = width;

    /// <summary>Scales some of the rows. Value c of row <paramref name="first"/> + i goes to <c>to[i * rowStep + c * columnStep]</c>.</summary>
    public abstract void Fill(int first, int count, Span<float> to, int rowStep, int columnStep);
}
