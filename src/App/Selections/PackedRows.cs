using System.Buffers.Binary;

namespace Investigator.Selections;

/// <summary>Row numbers as the store keeps them: little-endian int32.</summary>
internal static class PackedRows
{
    public static byte[] Pack(List<int> rows)
    {
        var bytes = new byte[rows.Count * 4];
        for (var i = 0; i < rows.Count; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * 4), rows[i]);
        return bytes;
    }

    public static int[] Unpack(byte[] bytes)
    {
        var rows = new int[bytes.Length / 4];
        for (var i = 0; i < rows.Length; i++) rows[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(i * 4));
        return rows;
    }
}
