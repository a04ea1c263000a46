using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Tables;

public class NpyFileTests
{
    [Fact]
    public void Write_ThenRead_GivesTheSameArray()
    {
        using var folder = new TempFolder();
        float[] values = [1, 2, 3, 4, 5, 6];
        NpyFile.Write<float>(folder.File("a.npy"), values, 3, 2);
        Assert.Equal(values, NpyFile.Read<float>(folder.File("a.npy"), out var shape));
        Assert.Equal([3, 2], shape);
    }

    [Fact]
    public void ReadMatrix_FileMadeByNumPy_HasItsShape()
    {
        var matrix = NpyFile.ReadMatrix(Path.Combine("Golden", "tiny.npy"));
        Assert.Equal((59, 3, 177), (matrix.Count, matrix.Dimension, matrix.Runs.Single().Length));
    }

    [Fact]
    public void ReadMatrix_CutShort_SaysWhatIsMissing()
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(Path.Combine("Golden", "tiny.npy"));
        File.WriteAllBytes(folder.File("cut.npy"), bytes[..^8]);
        var error = Assert.Throws<InputException>(() => NpyFile.ReadMatrix(folder.File("cut.npy")));
        Assert.Contains("cut short", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2147483647, 1073741824")]
    [InlineData("3000000000, 2")]
    [InlineData("1, 2000000000")]
    [InlineData("5, 0")]
    public void ReadMatrix_ShapeThatCannotBe_IsRefused(string shape)
    {
        using var folder = new TempFolder();
        NpyFile.Write<float>(folder.File("x.npy"), [1, 2], 2, 1);
        var text = File.ReadAllText(folder.File("x.npy"), System.Text.Encoding.Latin1);
        var (from, to) = (text.IndexOf('(', StringComparison.Ordinal) + 1, text.IndexOf('}', StringComparison.Ordinal) + 1);
        File.WriteAllText(folder.File("x.npy"),
            text[..from] + $"{shape}), }}".PadRight(to - from)
            + text[to..].Remove(0, Math.Max(0, $"{shape}), }}".Length - (to - from))), System.Text.Encoding.Latin1);
        var error = Assert.Throws<InputException>(() => NpyFile.ReadMatrix(folder.File("x.npy")));
        Assert.Equal(folder.File("x.npy"), error.File);
    }

    [Fact]
    public void ReadMatrix_NotAnArray_SaysSo()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("x.npy"), "hello, this is text");
        Assert.Throws<InputException>(() => NpyFile.ReadMatrix(folder.File("x.npy")));
    }
}
