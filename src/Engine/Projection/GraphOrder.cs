using System.Numerics;

namespace Investigator.Engine.Projection;

/// <summary>Rows in an order in which neighbours lie near each other in memory: along a Z-order curve (Morton 1966) over their first places.</summary>
internal static class GraphOrder
{
    private const int Bits = 16;

    /// <returns>Rows, in their new order.</returns>
    public static int[] Along(Vector2[] places)
    {
        var (low, high) = (new Vector2(float.PositiveInfinity), new Vector2(float.NegativeInfinity));
        foreach (var place in places) (low, high) = (Vector2.Min(low, place), Vector2.Max(high, place));
        var scale = new Vector2((1 << Bits) - 1) / Vector2.Max(high - low, new Vector2(1e-6f));
        var (keys, rows) = (new ulong[places.Length], new int[places.Length]);
        for (var i = 0; i < places.Length; i++)
        {
            var cell = (places[i] - low) * scale;
            keys[i] = ((Spread((uint)cell.X) | (Spread((uint)cell.Y) << 1)) << 32) | (uint)i;
        }

        Array.Sort(keys);
        for (var i = 0; i < rows.Length; i++) rows[i] = (int)(uint)keys[i];
        return rows;
    }

    /// <summary>Bits of a number below 2^16, each followed by a gap.</summary>
    private static ulong Spread(uint value)
    {
        value = (value | (value << 8)) & 0x00FF00FF;
        value = (value | (value << 4)) & 0x0F0F0F0F;
        value = (value | (value << 2)) & 0x33333333;
        return (value | (value << 1)) & 0x55555555;
    }
}
