using Investigator.Engine.Integrity;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Integrity;

public sealed class ComparedFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HandClock _clock = new();
    private readonly ComparedFiles _compared;

    public ComparedFilesTests() => _compared = new ComparedFiles(_clock);

    private string A => _folder.File("a");

    public void Dispose() => _folder.Dispose();

    /// <summary>The remedy that a refusal names: a copy that keeps times, over the damaged file.</summary>
    [Fact]
    public void ProblemOf_FilePutBackFromABackupWithItsTimes_IsLookedAtAgainAfterAWhile()
    {
        var (written, time) = (Write("whole"), File.GetLastWriteTimeUtc(A));
        Put("WHOLE", time);
        Assert.Contains("changed", _compared.ProblemOf(A, written), StringComparison.Ordinal);
        Put("whole", time);

        Assert.NotNull(_compared.ProblemOf(A, written));
        _clock.Pass(ComparedFiles.Patience);
        Assert.Null(_compared.ProblemOf(A, written));
    }

    [Fact]
    public void ProblemOf_FileThatCannotBeRead_SaysSoAndIsReadAsSoonAsItCan()
    {
        var written = Write("whole");
        using (new FileStream(A, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.StartsWith("the file cannot be read (", _compared.ProblemOf(A, written), StringComparison.Ordinal);
        }

        Assert.Null(_compared.ProblemOf(A, written));
    }

    [Fact]
    public void ProblemOf_WholeFile_IsReadThroughOnce()
    {
        var written = Write("whole");
        Assert.Null(_compared.ProblemOf(A, written));
        using var held = new FileStream(A, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Null(_compared.ProblemOf(A, written));
        Assert.NotNull(_compared.ProblemOf(A, written with { Sha256 = "another" }));
    }

    private FileSum Write(string text)
    {
        File.WriteAllText(A, text);
        return FileSum.Of(A);
    }

    private void Put(string text, DateTime time)
    {
        File.WriteAllText(A, text);
        File.SetLastWriteTimeUtc(A, time);
    }
}
