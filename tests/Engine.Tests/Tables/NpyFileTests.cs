using Investigator.Engine.Compute;
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

    [Fact]
    public void ReadMatrix_NotAnArray_SaysSo()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("x.npy"), "hello, this is text");
        Assert.Throws<InputException>(() => NpyFile.ReadMatrix(folder.File("x.npy")));
    }
}
