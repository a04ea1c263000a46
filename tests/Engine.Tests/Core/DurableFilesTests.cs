using Investigator.Engine.Core;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Core;

public class DurableFilesTests
{
    /// <summary>A data folder in a folder of others' that may be entered and not looked into.</summary>
    [Fact]
    public void FlushFolder_ThatMayBeEnteredButNotListed_IsLeftToTheSystem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "modes of folders bind neither Windows nor root");
        using var temp = new TempFolder();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(temp.Path, UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            DurableFiles.Replace(temp.File("a"), path => File.WriteAllText(path, "a"));
            Assert.Equal("a", File.ReadAllText(temp.File("a")));
        }
        finally
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(temp.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void FlushFolder_ThatIsNotThere_Throws() =>
        Assert.Throws<IOException>(() => DurableFiles.FlushFolder(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))));
}
