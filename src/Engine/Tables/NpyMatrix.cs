using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>
/// A matrix in a <c>.npy</c> file of anyone's making, read some rows at a time: any type of number, either byte order, row by row or column by column. A vector
/// is one column.
/// </summary>
internal sealed class NpyMatrix : IDisposable
{
    /// <summary>Values read at a time.</summary>
    private const int Chunk = 1 << 20;

    private readonly FileStream _file;
    private readonly long _start;
    private readonly bool _byColumn;
    private readonly bool _isReversed;
    private readonly int _size;
    private readonly Widening _widen;
    private readonly string _kind;
    private byte[] _bytes = [];
    private double[] _doubles = [];

    private NpyMatrix(FileStream file, NpyHeader header)
    {
        (_file, _start) = (file, file.Position);
        (Rows, Columns) = (header.Shape[0], header.Shape.Length == 2 ? header.Shape[1] : 1);
        _byColumn = header.ByColumn && header.Shape.Length == 2;
        _kind = header.Descriptor[1..];
        _isReversed = header.Descriptor[0] == '>';
        (_size, _widen) = Types[_kind];
    }

    private delegate void Widening(ReadOnlySpan<byte> from, Span<double> to);

    /// <summary>NumPy's kinds of numbers, with their size in bytes: whole numbers beyond 2^53 are rounded.</summary>
    private static readonly Dictionary<string, (int Size, Widening Widen)> Types = new(StringComparer.Ordinal)
    {
        ["b1"] = (1, Widen<byte>),
        ["i1"] = (1, Widen<sbyte>),
        ["i2"] = (2, Widen<short>),
        ["i4"] = (4, Widen<int>),
        ["i8"] = (8, Widen<long>),
        ["u1"] = (1, Widen<byte>),
        ["u2"] = (2, Widen<ushort>),
        ["u4"] = (4, Widen<uint>),
        ["u8"] = (8, Widen<ulong>),
        ["f2"] = (2, Widen<Half>),
        ["f4"] = (4, Widen<float>),
        ["f8"] = (8, Widen<double>),
    };

    public int Rows { get; }

    /// <summary>At least 1.</summary>
    public int Columns { get; }

    /// <param name="maxColumns">More are refused.</param>
    /// <exception cref="InputException">Not an npy file, another type, no matrix, no columns, cut short, or more than the machine's memory holds.</exception>
    public static NpyMatrix Open(string path, int maxColumns = PointMatrix.PartValues)
    {
        var file = RegularFile.Open(path);
        try
        {
            var header = NpyHeader.Read(file, path);
            Check(header, path, maxColumns);
            var count = NpyHeader.RequireLength(file, path, header.Shape, Types[header.Descriptor[1..]].Size);
            var (bytes, memory) = (sizeof(float) * count, MemoryReading.ForArrays);
            if (bytes <= memory) return new NpyMatrix(file, header);
            throw new InputException("the matrix does not fit the machine's memory", path, value: $"{bytes} bytes as float32",
                expected: $"at most {memory} bytes");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads whole rows.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="to"><c>[rows, columns]</c>, row by row.</param>
    public void Read(int first, Span<double> to)
    {
        var most = Math.Max(1, Chunk / Columns);
        for (; to.Length > 0; first += most)
        {
            var rows = Math.Min(most, to.Length / Columns);
            if (_byColumn) Transpose(first, rows, to);
            else ReadValues(_start + ((long)first * Columns * _size), to[..(rows * Columns)]);
            to = to[(rows * Columns)..];
        }
    }

    /// <summary>The same as float32; what that does not hold is infinite.</summary>
    public void Read(int first, Span<float> to)
    {
        if (!_byColumn && !_isReversed && _kind == "f4")
        {
            _file.Position = _start + ((long)first * Columns * _size);
            NpyFile.ReadValues(_file, to);
            return;
        }

        var most = Math.Max(1, Chunk / Columns);
        for (; to.Length > 0; first += most)
        {
            var count = Math.Min(most * Columns, to.Length);
            var values = Buffer(ref _doubles, count);
            Read(first, values);
            for (var i = 0; i < count; i++) to[i] = (float)values[i];
            to = to[count..];
        }
    }

    public void Dispose() => _file.Dispose();

    private static void Check(NpyHeader header, string path, int maxColumns)
    {
        if (header.Shape.Length is 0 or > 2)
        {
            throw new InputException("the array is not a matrix", path,
                value: header.Shape.Length == 0 ? "a single number" : $"{header.Shape.Length} dimensions",
                expected: "two dimensions, rows by columns (numpy.reshape)");
        }
        if (!"<>|=".Contains(header.Descriptor[0], StringComparison.Ordinal) || !Types.ContainsKey(header.Descriptor[1..]))
        {
            var holds = header.Descriptor[1..] is ['O' or 'U' or 'S', ..] ? "the array holds text or objects, not numbers"
                : header.Descriptor[1..] is ['M' or 'm', ..] ? "the array holds times, not numbers"
                : header.Descriptor[1..] is ['c', ..] ? "the array holds complex numbers"
                : "the array's element type is not supported";
            throw new InputException(holds, path, value: header.Descriptor, expected: "whole or floating-point numbers of 1 to 8 bytes (astype(float))");
        }
        var columns = header.Shape.Length == 2 ? header.Shape[1] : 1;
        if (columns < 1)
        {
            throw new InputException("the matrix is empty", path, value: $"{header.Shape[0]} × {columns}", expected: "at least one row and one column");
        }
        if (columns > maxColumns) throw new InputException("the matrix has too many columns", path, value: $"{columns}", expected: $"at most {maxColumns}");
    }

    /// <summary>A run of rows of a file that holds whole columns: a piece of each column is read, and spread over the rows.</summary>
    private void Transpose(int first, int rows, Span<double> to)
    {
        var column = new double[rows];
        for (var c = 0; c < Columns; c++)
        {
            ReadValues(_start + ((((long)c * Rows) + first) * _size), column);
            for (var r = 0; r < rows; r++) to[(r * Columns) + c] = column[r];
        }
    }

    private void ReadValues(long position, Span<double> to)
    {
        for (var count = 0; to.Length > 0; to = to[count..])
        {
            count = Math.Min(to.Length, Chunk);
            var bytes = Buffer(ref _bytes, count * _size);

            // Past the stream's own buffer, which pieces of columns far apart would fill each time.
            for (var read = 0; read < bytes.Length;)
            {
                var more = RandomAccess.Read(_file.SafeFileHandle, bytes[read..], position + read);
                if (more == 0) throw new EndOfStreamException();
                read += more;
            }

            position += bytes.Length;
            if (_isReversed) Reverse(bytes);
            _widen(bytes, to[..count]);
        }
    }

    private void Reverse(Span<byte> bytes)
    {
        switch (_size)
        {
            case 2:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes));
                break;
            case 4:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes));
                break;
            case 8:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes));
                break;
        }
    }

    private static void Widen<T>(ReadOnlySpan<byte> from, Span<double> to)
        where T : unmanaged, INumberBase<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(from);
        for (var i = 0; i < values.Length; i++) to[i] = double.CreateTruncating(values[i]);
    }

    private static Span<T> Buffer<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length) buffer = new T[length];
        return buffer.AsSpan(0, length);
    }
}
