using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>What a <c>.npy</c> file (NumPy format 1.0, 2.0 or 3.0) says of the array that follows.</summary>
/// <param name="Descriptor">Type of the elements, such as <c>&lt;f4</c>: byte order, kind, bytes.</param>
/// <param name="ByColumn">Whether the first index runs fastest (Fortran order).</param>
/// <param name="Shape">Lengths of the dimensions; empty for a single number.</param>
internal sealed partial record NpyHeader(string Descriptor, bool ByColumn, int[] Shape)
{
    /// <summary>Far more than any array of numbers needs; NumPy itself stops at 10,000.</summary>
    private const int MostBytes = 1 << 20;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header; the file then stands at the first element.</summary>
    /// <exception cref="InputException">Not an npy file, or one of a later format, or a damaged header.</exception>
    public static NpyHeader Read(Stream file, string path)
    {
        Span<byte> start = stackalloc byte[12];
        var read = file.ReadAtLeast(start[..10], 10, throwOnEndOfStream: false);
        if (read < 10 || !start[..6].SequenceEqual(Magic)) throw new InputException("this is not a NumPy array file", path, expected: "the npy format");
        if (start[6] is < 1 or > 3)
        {
            throw new InputException("the npy format is of a later version", path, value: $"{start[6]}.{start[7]}", expected: "1.0 to 3.0");
        }
        if (start[6] > 1) read += file.ReadAtLeast(start[10..12], 2, throwOnEndOfStream: false);
        long length = start[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..10]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..12]);
        if (read != (start[6] == 1 ? 10 : 12) || length > Math.Min(MostBytes, file.Length - file.Position))
        {
            throw new InputException("the header is damaged", path, expected: "the npy format");
        }

        var bytes = new byte[length];
        file.ReadExactly(bytes);
        return Parse(Encoding.UTF8.GetString(bytes), path);
    }

    /// <summary>Requires that the file holds all the elements that its header announces.</summary>
    /// <param name="size">Bytes of an element.</param>
    /// <returns>How many elements.</returns>
    /// <exception cref="InputException">It is cut short.</exception>
    public static long RequireLength(Stream file, string path, int[] shape, int size)
    {
        var (count, left) = (shape.Aggregate((Int128)1, static (product, length) => product * length), file.Length - file.Position);
        if (left >= count * size) return (long)count;
        throw new InputException("the file is cut short", path, value: $"{left} bytes of data",
            expected: $"{count * size} bytes for the shape in its header");
    }

    private static NpyHeader Parse(string text, string path)
    {
        var (descriptor, order, shape) = (DescriptorPattern().Match(text), OrderPattern().Match(text), ShapePattern().Match(text));
        if (!descriptor.Success || !order.Success || !shape.Success)
        {
            throw new InputException("the header is damaged", path, value: Wording.Cut(text.Trim(), 200), expected: "descr, fortran_order and shape");
        }
        if (!descriptor.Groups[1].Success)
        {
            throw new InputException("the array holds records of several fields", path, value: Wording.Cut(descriptor.Value, 200),
                expected: "one type of number (numpy.lib.recfunctions.structured_to_unstructured)");
        }
        var lengths = shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(s =>
            int.TryParse(s.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size
                : throw new InputException("the array has a size that cannot be held", path, value: s, expected: $"at most {int.MaxValue}"));
        return new NpyHeader(descriptor.Groups[1].Value, order.Groups[1].Value == "True", [.. lengths]);
    }

    [GeneratedRegex(@"'descr':\s*(?:'([^']+)'|\[.*\])", RegexOptions.Singleline)]
    private static partial Regex DescriptorPattern();

    [GeneratedRegex(@"'fortran_order':\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
