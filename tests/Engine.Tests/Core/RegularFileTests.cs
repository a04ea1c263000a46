using System.Diagnostics;
using Investigator.Engine.Core;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Core;

public sealed class RegularFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string, string> Others => new()
    {
        { "pipe", "a pipe" },
        { "link", "a pipe" },
        { "/dev/null", "a device" },
        { "/dev/ptmx", "a device" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Others))]
    public void Open_NoRegularFile_IsRefusedWithoutBeingOpened(string name, string says)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such files on Windows.");
        using (var made = Process.Start("mkfifo", [_folder.File("pipe")])) made.WaitForExit();
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("pipe"));
        var path = name.StartsWith('/') ? name : _folder.File(name);

        // A pipe without a writer would block here for ever.
        var error = Assert.Throws<InputException>(() => RegularFile.Open(path));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.False(RegularFile.Is(path));
    }

    [Fact]
    public void Open_RegularFileOrALinkToOne_ReadsIt()
    {
        File.WriteAllText(_folder.File("é.txt"), "words");
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("é.txt"));
        foreach (var path in (string[])[_folder.File("é.txt"), _folder.File("link")])
        {
            using var reader = new StreamReader(RegularFile.Open(path));
            Assert.Equal("words", reader.ReadToEnd());
            Assert.True(RegularFile.Is(path));
        }

        Assert.False(RegularFile.Is(_folder.Path));
        Assert.False(RegularFile.Is(_folder.File("nothing")));
        Assert.Throws<FileNotFoundException>(() => RegularFile.Open(_folder.File("nothing")));
    }
}
