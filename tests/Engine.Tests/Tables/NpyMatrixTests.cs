using System.Buffers.Binary;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Tables;

/// <summary>Arrays as NumPy and other programs write them.</summary>
public sealed class NpyMatrixTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("|b1", 1)]
    [InlineData("|i1", 1)]
    [InlineData("|u1", 1)]
    [InlineData("<i2", 2)]
    [InlineData(">i2", 2)]
    [InlineData("<u2", 2)]
    [InlineData(">u2", 2)]
    [InlineData("<i4", 4)]
    [InlineData(">i4", 4)]
    [InlineData("<u4", 4)]
    [InlineData(">u4", 4)]
    [InlineData("<i8", 8)]
    [InlineData(">i8", 8)]
    [InlineData("<u8", 8)]
    [InlineData(">u8", 8)]
    [InlineData("<f2", 2)]
    [InlineData(">f2", 2)]
    [InlineData("<f4", 4)]
    [InlineData(">f4", 4)]
    [InlineData("<f8", 8)]
    [InlineData(">f8", 8)]
    [InlineData("=f8", 8)]
    public void Read_AnyTypeOfNumber_EitherOrder_GivesTheValues(string type, int size)
    {
        double[] values = type[1] switch
        {
            'b' => [1, 0, 0, 1, 1, 0],
            'u' => [1, 2, 3, 4, 200, 0],
            'f' => [1.5, -2, 3, 0.25, -100, 0],
            _ => [1, -2, 3, 4, -100, 0],
        };
        foreach (var byColumn in (bool[])[false, true])
        {
            double[] stored = byColumn ? [values[0], values[2], values[4], values[1], values[3], values[5]] : values;
            var path = Write(type, byColumn, "(3, 2)", [.. stored.SelectMany(v => Bytes(v, type, size))]);
            var matrix = NpyFile.ReadMatrix(path);
            Assert.Equal((3, 2), (matrix.Count, matrix.Dimension));
            Assert.Equal(Array.ConvertAll(values, static v => (float)v), matrix.Runs.Single().ToArray());
        }
    }

    [Fact]
    public void Read_ColumnByColumn_InPieces_GivesEveryRow()
    {
        const int rows = 5000;
        const int columns = 600;
        var bytes = new byte[rows * columns * sizeof(int)];
        for (var c = 0; c < columns; c++)
        {
            for (var r = 0; r < rows; r++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(((c * rows) + r) * sizeof(int)), (r * 1000) + c);
        }

        using var matrix = NpyMatrix.Open(Write("<i4", byColumn: true, $"({rows}, {columns})", bytes));
        var read = new double[2000 * columns];
        matrix.Read(2500, read);
        for (var r = 0; r < 2000; r += 37)
        {
            for (var c = 0; c < columns; c += 11) Assert.Equal(((r + 2500) * 1000) + c, read[(r * columns) + c]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_AnyVersionOfTheFormat_GivesTheValues(byte version)
    {
        var path = Write("<f4", false, "(2,)", [.. Bytes(1, "<f4", 4), .. Bytes(2, "<f4", 4)], version);
        Assert.Equal([1f, 2f], NpyFile.ReadMatrix(path).Runs.Single().ToArray());
    }

    [Theory]
    [InlineData("'<f4'", "()", "a single number")]
    [InlineData("'<f4'", "(1, 1, 1)", "3 dimensions")]
    [InlineData("'|O'", "(1, 1)", "text or objects")]
    [InlineData("'<U1'", "(1, 1)", "text or objects")]
    [InlineData("'<M8[ns]'", "(1, 1)", "times")]
    [InlineData("'<c8'", "(1, 1)", "complex")]
    [InlineData("'<f16'", "(1, 1)", "not supported")]
    [InlineData("[('a', '<f4'), ('b', '<f4')]", "(1,)", "records of several fields")]
    [InlineData("'<f4'", "(0, 2)", null)]
    [InlineData("'<f4'", "(2, 0)", "empty")]
    [InlineData("'<f8'", "(9, 9)", "cut short")]
    public void Read_OtherArrays_SaysWhatTheyAre(string type, string shape, string? says)
    {
        var path = Write(type, byColumn: false, shape, new byte[8]);
        if (says is null) Assert.Equal(0, NpyFile.ReadMatrix(path).Count);
        else Assert.Contains(says, Assert.Throws<InputException>(() => NpyFile.ReadMatrix(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(11)]
    [InlineData(40)]
    public void Read_HeaderCutShort_IsRefused(int length)
    {
        var path = Write("<f4", false, "(2,)", new byte[8], version: 2);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);
        Assert.Equal(path, Assert.Throws<InputException>(() => NpyFile.ReadMatrix(path)).File);
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string type, bool byColumn, string shape, byte[] values, byte version = 1)
    {
        type = type[0] is '\'' or '[' ? type : $"'{type}'";
        var header = Encoding.Latin1.GetBytes($"{{'descr': {type}, 'fortran_order': {(byColumn ? "True" : "False")}, 'shape': {shape}, }}\n");
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        else BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)header.Length);
        File.WriteAllBytes(_folder.File("m.npy"), [0x93, .. "NUMPY"u8, version, 0, .. length, .. header, .. values]);
        return _folder.File("m.npy");
    }

    private static byte[] Bytes(double value, string type, int size)
    {
        byte[] bytes = (type[1], size) switch
        {
            ('f', 2) => BitConverter.GetBytes((Half)value),
            ('f', 4) => BitConverter.GetBytes((float)value),
            ('f', 8) => BitConverter.GetBytes(value),
            _ => BitConverter.GetBytes((long)value)[..size],
        };
        if (type[0] == '>') Array.Reverse(bytes);
        return bytes;
    }
}
