namespace Investigator.Engine.Space;

/// <summary>Groups of transactions as directions: members of a group share one point, well away from every other group and from rows without a group.</summary>
/// <remarks>
/// A group's direction is a normal deviate in a few dimensions, scaled to length 1: nearly orthogonal to most others, without a dimension per group. It
/// follows from the group's number and the seed alone, so that nothing need be stored per group.
/// </remarks>
internal sealed record GroupDirections
{
    public const int Dimensions = 12;

    /// <summary>Length of a direction.</summary>
    public required double Distance { get; init; }

    public required int Seed { get; init; }

    public static string Name(int dimension) => $"entity_group[{dimension}]";

    /// <param name="groups"><c>[n]</c> number of each row's group, -1 for none; null: no row has one.</param>
    public SpacePart Bind(int[]? groups)
    {
        var directions = new float[groups is null || groups.Length == 0 ? 0 : groups.Max() + 1][];
        for (var g = 0; g < directions.Length; g++) directions[g] = Direction(unchecked((Seed * 1_000_003) + g));
        return new Part(groups ?? [], directions);
    }

    private float[] Direction(int seed)
    {
        var random = new Random(seed);
        var direction = new double[Dimensions];
        double squares = 0;
        for (var d = 0; d < Dimensions; d++)
        {
            // Box and Muller's normal deviate.
            direction[d] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            squares += direction[d] * direction[d];
        }

        var scale = Distance / Math.Sqrt(squares);
        return Array.ConvertAll(direction, value => (float)(value * scale));
    }

    private sealed class Part(int[] groups, float[][] directions) : SpacePart(Dimensions)
    {
        private static readonly float[] None = new float[Dimensions];

        public override void Fill(int first, int count, Span<float> to, int rowStep, int columnStep)
        {
            for (var i = 0; i < count; i++)
            {
                var from = first + i < groups.Length && groups[first + i] >= 0 ? directions[groups[first + i]] : None;
                for (var c = 0; c < from.Length; c++) to[(i * rowStep) + (c * columnStep)] = from[c];
            }
        }
    }
}
