namespace Investigator.Engine.Space;

/// <summary>Groups of transactions as directions: members of a group share one point, well away from every other group and from rows without a group.</summary>
/// <remarks>
/// A group's direction is a normal deviate in a few dimensions, scaled to length 1: nearly orthogonal to most others, without a dimension per group.
/// </remarks>
internal static class GroupDirections
{
    private const int Dimensions = 12;

    /// <param name="groups"><c>[n]</c> number of each row's group, -1 for none; null where groups have no say.</param>
    /// <param name="distance">Length of a direction.</param>
    public static IEnumerable<SpaceColumn> Of(int[]? groups, double distance, int seed)
    {
        if (groups is null || distance <= 0 || groups.All(static g => g < 0)) yield break;
        var count = groups.Max() + 1;
        var directions = new double[count][];
        for (var g = 0; g < count; g++) directions[g] = Direction(unchecked((seed * 1_000_003) + g), distance);
        for (var d = 0; d < Dimensions; d++)
        {
            var values = new float[groups.Length];
            for (var i = 0; i < values.Length; i++) values[i] = groups[i] < 0 ? 0 : (float)directions[groups[i]][d];
            yield return new SpaceColumn($"entity_group[{d}]", "entity_group", "direction", values);
        }
    }

    private static double[] Direction(int seed, double length)
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

        for (var d = 0; d < Dimensions; d++) direction[d] *= length / Math.Sqrt(squares);
        return direction;
    }
}
