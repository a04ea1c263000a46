using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>
/// Dense arrays as <c>.npy</c> (NumPy format 1.0, little-endian, C order): stages keep their matrices so, and any tool can open them. Matrices of other
/// people's making are read by <see cref="NpyMatrix"/>.
/// </summary>
public static class NpyFile
{
    /// <summary>Values read or written at a time.</summary>
    private const int Chunk = 1 << 20;

    /// <summary>Writes <paramref name="values"/> with <paramref name="shape"/>. Types: float, double, half, int, long, short, byte.</summary>
    public static void Write<T>(string path, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        using var file = Create(path);
        file.Write(Header<T>(shape));
        WriteValues(file, values);
    }

    /// <summary>Writes a matrix as float32 <c>[n, d]</c>.</summary>
    public static void Write(string path, PointMatrix matrix)
    {
        using var file = Create(path);
        file.Write(Header<float>(matrix.Count, matrix.Dimension));
        foreach (var run in matrix.Runs) WriteValues(file, run.Span);
    }

    private static byte[] Header<T>(params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        var dims = new StringBuilder();
        foreach (var size in shape) dims.Append(CultureInfo.InvariantCulture, $"{size}, ");
        var header = $"{{'descr': '{Descriptor<T>()}', 'fortran_order': False, 'shape': ({dims.ToString().TrimEnd()}), }}";
        header = header.PadRight(((10 + header.Length + 1 + 63) / 64 * 64) - 11) + "\n";
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        return [.. NpyHeader.Magic, 1, 0, .. length, .. Encoding.ASCII.GetBytes(header)];
    }

    private static FileStream Create(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);

    private static void WriteValues<T>(FileStream file, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        for (; values.Length > 0; values = values[Math.Min(Chunk, values.Length)..])
        {
            file.Write(MemoryMarshal.AsBytes(values[..Math.Min(Chunk, values.Length)]));
        }
    }

    /// <summary>Reads an array of exactly the type <typeparamref name="T"/>.</summary>
    /// <exception cref="InputException">Not an npy file, another type, Fortran order, or cut short.</exception>
    public static T[] Read<T>(string path, out int[] shape)
        where T : unmanaged
    {
        using var file = RegularFile.Open(path);
        shape = Header<T>(file, path);
        return ReadValues<T>(file, path, shape);
    }

    /// <summary>Reads <paramref name="count"/> elements from <paramref name="start"/> of a vector, without the rest of the file.</summary>
    /// <exception cref="InputException">Not an npy vector of this type, or the range lies outside it.</exception>
    public static T[] ReadSlice<T>(string path, long start, int count)
        where T : unmanaged
    {
        using var file = RegularFile.Open(path, 1 << 12);
        var shape = Header<T>(file, path);
        if (shape.Length != 1 || start < 0 || count < 0 || start + count > shape[0])
        {
            throw new InputException("the range lies outside the array", path, expected: "a vector that is long enough");
        }
        file.Seek(start * Marshal.SizeOf<T>(), SeekOrigin.Current);
        return ReadValues<T>(file, path, [count]);
    }

    /// <summary>Reads a matrix <c>[n, d]</c> (or a vector, as <c>[n, 1]</c>) of any type of number, as float32.</summary>
    /// <exception cref="InputException">Not an npy file, another type, no matrix, no columns, cut short, or more than the machine's memory
    /// holds.</exception>
    public static PointMatrix ReadMatrix(string path) => ReadMatrix(path, PointMatrix.PartValues);

    /// <param name="partValues">Values a part of the matrix holds at most.</param>
    internal static PointMatrix ReadMatrix(string path, int partValues)
    {
        using var file = NpyMatrix.Open(path, partValues);
        return PointMatrix.Of(file.Rows, file.Columns, (to, first) => file.Read(first, to.Span), partValues);
    }

    /// <returns>The shape.</returns>
    private static int[] Header<T>(FileStream file, string path)
        where T : unmanaged
    {
        var header = NpyHeader.Read(file, path);
        if (header.Descriptor != Descriptor<T>())
        {
            throw new InputException("the array has another element type", path, value: header.Descriptor, expected: Descriptor<T>());
        }
        if (!header.ByColumn || header.Shape.Length < 2) return header.Shape;
        throw new InputException("the array is stored column by column", path, value: "fortran_order: True", expected: "C order (numpy.ascontiguousarray)");
    }

    private static T[] ReadValues<T>(FileStream file, string path, int[] shape)
        where T : unmanaged
    {
        var count = NpyHeader.RequireLength(file, path, shape, Marshal.SizeOf<T>());
        if (count > Array.MaxLength)
        {
            throw new InputException("the array is too large to hold in one piece", path, value: $"{count} elements", expected: $"at most {Array.MaxLength}");
        }
        var values = GC.AllocateUninitializedArray<T>((int)count);
        ReadValues<T>(file, values);
        return values;
    }

    internal static void ReadValues<T>(FileStream file, Span<T> values)
        where T : unmanaged
    {
        for (; values.Length > 0; values = values[Math.Min(Chunk, values.Length)..])
        {
            file.ReadExactly(MemoryMarshal.AsBytes(values[..Math.Min(Chunk, values.Length)]));
        }
    }

    private static string Descriptor<T>() =>
        default(T) switch
        {
            float => "<f4",
            double => "<f8",
            int => "<i4",
            long => "<i8",
            short => "<i2",
            byte => "|u1",
            Half => "<f2",
            _ => throw new NotSupportedException(typeof(T).Name)
        };
}
