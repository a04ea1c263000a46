using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>Dense arrays as <c>.npy</c> (NumPy format 1.0/2.0, little-endian, C order): stages keep their matrices so, and any tool can open them.</summary>
public static partial class NpyFile
{
    /// <summary>Values read or written at a time.</summary>
    private const int Chunk = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Writes <paramref name="values"/> with <paramref name="shape"/>. Types: float, double, int, long, short, byte.</summary>
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
        return [.. Magic, 1, 0, .. length, .. Encoding.ASCII.GetBytes(header)];
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
        var descriptor = ReadHeader(file, path, out shape);
        if (descriptor != Descriptor<T>()) throw new InputException("the array has another element type", path, value: descriptor, expected: Descriptor<T>());
        return ReadValues<T>(file, path, shape);
    }

    /// <summary>Reads <paramref name="count"/> elements from <paramref name="start"/> of a vector, without the rest of the file.</summary>
    /// <exception cref="InputException">Not an npy vector of this type, or the range lies outside it.</exception>
    public static T[] ReadSlice<T>(string path, long start, int count)
        where T : unmanaged
    {
        using var file = RegularFile.Open(path, 1 << 12);
        var descriptor = ReadHeader(file, path, out var shape);
        if (descriptor != Descriptor<T>()) throw new InputException("the array has another element type", path, value: descriptor, expected: Descriptor<T>());
        if (shape.Length != 1 || start < 0 || count < 0 || start + count > shape[0])
        {
            throw new InputException("the range lies outside the array", path, expected: "a vector that is long enough");
        }
        file.Seek(start * Marshal.SizeOf<T>(), SeekOrigin.Current);
        return ReadValues<T>(file, path, [count]);
    }

    /// <summary>Reads a matrix <c>[n, d]</c> (or a vector, as <c>[n, 1]</c>) of float32, float64, int32 or int64, as float32.</summary>
    /// <exception cref="InputException">Not an npy file, another type, no matrix, no columns, Fortran order, cut short, or more than the machine's memory
    /// holds.</exception>
    public static PointMatrix ReadMatrix(string path) => ReadMatrix(path, PointMatrix.PartValues);

    /// <param name="partValues">Values a part of the matrix holds at most.</param>
    internal static PointMatrix ReadMatrix(string path, int partValues)
    {
        using var file = RegularFile.Open(path);
        var descriptor = ReadHeader(file, path, out var shape);
        if (shape.Length is 0 or > 2)
        {
            throw new InputException("the array is not a matrix", path, value: $"{shape.Length} dimensions", expected: "two dimensions, rows by columns");
        }
        var (rows, columns) = (shape[0], shape.Length == 2 ? shape[1] : 1);
        if (columns < 1) throw new InputException("the matrix is empty", path, value: $"{rows} × {columns}", expected: "at least one row and one column");
        if (columns > partValues) throw new InputException("the matrix has too many columns", path, value: $"{columns}", expected: $"at most {partValues}");
        Action<Span<float>> next = descriptor switch
        {
            "<f4" => to => ReadValues(file, to),
            "<f8" => to => ReadConverted<double>(file, to, static v => (float)v),
            "<i4" => to => ReadConverted<int>(file, to, static v => v),
            "<i8" => to => ReadConverted<long>(file, to, static v => v),
            _ => throw new InputException("the array's element type is not supported", path, value: descriptor, expected: "<f4, <f8, <i4 or <i8"),
        };
        var (bytes, memory) = (sizeof(float) * RequireLength(file, path, shape, descriptor.EndsWith('8') ? sizeof(double) : sizeof(float)),
            MemoryReading.ForArrays);
        if (bytes > memory)
        {
            throw new InputException("the matrix does not fit the machine's memory", path, value: $"{bytes} bytes as float32",
                expected: $"at most {memory} bytes");
        }
        return PointMatrix.Of(rows, columns, (to, _) => next(to.Span), partValues);
    }

    private static void ReadConverted<T>(FileStream file, Span<float> to, Func<T, float> convert)
        where T : unmanaged
    {
        var values = new T[Math.Min(to.Length, Chunk)];
        for (; to.Length > 0; to = to[values.Length..])
        {
            if (to.Length < values.Length) values = new T[to.Length];
            ReadValues<T>(file, values);
            for (var i = 0; i < values.Length; i++) to[i] = convert(values[i]);
        }
    }

    /// <exception cref="InputException">The file ends before the values that its header announces.</exception>
    private static long RequireLength(FileStream file, string path, int[] shape, int size)
    {
        var (count, left) = (shape.Aggregate((Int128)1, static (product, length) => product * length), file.Length - file.Position);
        if (left < count * size)
        {
            throw new InputException("the file is cut short", path, value: $"{left} bytes of data",
                expected: $"{count * size} bytes for the shape in its header");
        }
        return (long)count;
    }

    private static T[] ReadValues<T>(FileStream file, string path, int[] shape)
        where T : unmanaged
    {
        var count = RequireLength(file, path, shape, Marshal.SizeOf<T>());
        if (count > Array.MaxLength)
        {
            throw new InputException("the array is too large to hold in one piece", path, value: $"{count} elements", expected: $"at most {Array.MaxLength}");
        }
        var values = GC.AllocateUninitializedArray<T>((int)count);
        ReadValues<T>(file, values);
        return values;
    }

    private static void ReadValues<T>(FileStream file, Span<T> values)
        where T : unmanaged
    {
        for (; values.Length > 0; values = values[Math.Min(Chunk, values.Length)..])
        {
            file.ReadExactly(MemoryMarshal.AsBytes(values[..Math.Min(Chunk, values.Length)]));
        }
    }

    private static string ReadHeader(FileStream file, string path, out int[] shape)
    {
        Span<byte> start = stackalloc byte[12];
        var read = file.ReadAtLeast(start[..10], 10, throwOnEndOfStream: false);
        if (read < 10 || !start[..6].SequenceEqual(Magic)) throw new InputException("this is not a NumPy array file", path, expected: "the npy format");
        int length;
        if (start[6] == 1)
        {
            length = BinaryPrimitives.ReadUInt16LittleEndian(start[8..10]);
        }
        else
        {
            file.ReadExactly(start[10..12]);
            length = BinaryPrimitives.ReadInt32LittleEndian(start[8..12]);
        }

        if (length < 0 || length > file.Length) throw new InputException("the header is damaged", path, expected: "the npy format");
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        var header = Encoding.Latin1.GetString(bytes);
        var match = HeaderPattern().Match(header);
        if (!match.Success) throw new InputException("the header is damaged", path, value: header.Trim(), expected: "descr, fortran_order and shape");
        shape = [.. match.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(s =>
            int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size
                : throw new InputException("the array has a size that cannot be held", path, value: s, expected: $"at most {int.MaxValue}"))];
        if (match.Groups["fortran"].Value == "True" && shape.Length > 1)
        {
            throw new InputException("the array is stored column by column", path, value: "fortran_order: True", expected: "C order (numpy.ascontiguousarray)");
        }
        return match.Groups["descr"].Value;
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
            _ => throw new NotSupportedException(typeof(T).Name)
        };

    [GeneratedRegex(@"'descr':\s*'(?<descr>[^']+)'.*'fortran_order':\s*(?<fortran>True|False).*'shape':\s*\((?<shape>[^)]*)\)", RegexOptions.Singleline)]
    private static partial Regex HeaderPattern();
}
