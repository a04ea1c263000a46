namespace Investigator.Engine.Risk.Payments;

/// <summary>A regression tree: the log odds that it adds to a payment's.</summary>
/// <param name="Nodes">The root first; both children of a node lie side by side, the left one first.</param>
public sealed record RegressionTree(IReadOnlyList<TreeNode> Nodes)
{
    /// <summary>Levels of a category that have a bin; later ones count as missing.</summary>
    internal const int Levels = 250;

    private readonly TreeNode[] _nodes = [.. Nodes];

    /// <summary>The value of the leaf that a row falls into.</summary>
    /// <param name="columns"><c>[features][n]</c> numbers or levels, NaN where missing.</param>
    /// <param name="row">The row.</param>
    public double Value(float[][] columns, int row)
    {
        var at = 0;
        while (_nodes[at].Feature >= 0) at = _nodes[at].Child(columns[_nodes[at].Feature][row]);
        return _nodes[at].Value;
    }

    /// <summary>
    /// What each feature on the row's path adds: the child's value less its parent's, where a node's value is what the tree would say if it ended there
    /// (Saabas 2014). The contributions and the root's value add up to <see cref="Value"/>.
    /// </summary>
    /// <param name="columns">As in <see cref="Value"/>.</param>
    /// <param name="row">The row.</param>
    /// <param name="contributions"><c>[features]</c> added to.</param>
    public void Explain(float[][] columns, int row, double[] contributions)
    {
        var at = 0;
        while (_nodes[at].Feature is >= 0 and var feature)
        {
            var child = _nodes[at].Child(columns[feature][row]);
            contributions[feature] += _nodes[child].Value - _nodes[at].Value;
            at = child;
        }
    }
}

/// <summary>A split, or a leaf.</summary>
/// <param name="Feature">Number of the feature that it looks at; -1 for a leaf.</param>
/// <param name="Threshold">Numbers up to this go left.</param>
/// <param name="LeftLevels">Of a category: a bit for each level that goes left, 64 in each; null for a number.</param>
/// <param name="MissingLeft">Where rows without a value go.</param>
/// <param name="Left">The left child; the right one follows it.</param>
/// <param name="Value">Log odds.</param>
/// <param name="Gain">What the split takes off the loss; 0 for a leaf.</param>
public readonly record struct TreeNode(int Feature, float Threshold, ulong[]? LeftLevels, bool MissingLeft, int Left, double Value, double Gain)
{
    /// <summary>The child that a value goes to.</summary>
    internal int Child(float value) => Left + (GoesLeft(value) ? 0 : 1);

    private bool GoesLeft(float value)
    {
        if (float.IsNaN(value)) return MissingLeft;
        if (LeftLevels is null) return value <= Threshold;
        if (value >= RegressionTree.Levels) return MissingLeft;
        var level = (int)value;
        return ((LeftLevels[level >> 6] >> (level & 63)) & 1) != 0;
    }
}
