namespace Investigator.Engine.Space;

/// <summary>One dimension of the space while it is being built.</summary>
/// <param name="Name">What the dimension is: <c>amount</c>, <c>browser=chrome</c>, <c>embedding[3]</c>.</param>
/// <param name="Feature">The feature it is of; for the embedding and the groups the block's name.</param>
/// <param name="Scale">How it was scaled: <c>log</c>, <c>one-hot</c>, …</param>
/// <param name="Values"><c>[n]</c>.</param>
internal sealed record SpaceColumn(string Name, string Feature, string Scale, float[] Values)
{
    public void Multiply(float factor)
    {
        for (var i = 0; i < Values.Length; i++) Values[i] *= factor;
    }

    /// <summary>Population variance: what the column adds to the mean squared distance of two rows, halved.</summary>
    public double Variance()
    {
        if (Values.Length == 0) return 0;
        double sum = 0, squares = 0;
        foreach (var v in Values)
        {
            sum += v;
            squares += (double)v * v;
        }

        var mean = sum / Values.Length;
        return Math.Max(0, (squares / Values.Length) - (mean * mean));
    }
}
