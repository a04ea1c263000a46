using System.Diagnostics;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Storage;
using Investigator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Investigator.App.Tests.Hostile;

/// <summary>What a page may be asked to read: whatever the link says, only uploads and regular files of the allowed folders are opened, and every other wish
/// gets the same answer.</summary>
public sealed class HostilePathsTests : IDisposable
{
    private const string Text = "id,account,time\nt1,a1,2026-03-01 10:00:00\n";

    private readonly TempFolder _folder = new();
    private readonly DataFolder _data;

    public HostilePathsTests()
    {
        _data = DataFolder.Open(_folder.File("data"));
        Write("data/imports/good.csv");
        Write("data/imports/month/1.csv");
        Write("data/secret.csv");
        Write("data/runs/run/members.csv");
        Write("data/imports-of-others/1.csv");
        Write("outside.csv");
        Write("shared/shop.csv");
    }

    /// <summary>Ids that a link may hold, with what the test puts in place first.</summary>
    public static TheoryData<string> Refused =>
    [
        "", "/", ".", "..", "imports", "good.csv", "/etc/passwd", "etc/passwd", "imports//etc/passwd", "imports/nothing.csv", "imports/../secret.csv",
        "imports/./../../outside.csv", "imports/month/../../secret.csv", "imports/../investigator.db", "imports/../lock", "imports/..",
        "imports/../imports-of-others/1.csv", "IMPORTS/good.csv", "imports/good.csv/x",
        "imports/link-out.csv", "imports/link-up/secret.csv", "imports/link-to-link.csv", "imports/circle.csv", "imports/folder-with-link", "imports/pipe.csv",
        "imports/folder-with-pipe", "imports/device.csv", "imports/ends\0here.csv", "imports/good.csv\0", "file:///etc/passwd", "~/x.csv",
        "00000000000000000000000000000000", "../uploads/00000000000000000000000000000000", "imports/*.csv", "shared/../outside.csv",
        "data/secret.csv", "data/runs/run/members.csv", "data/investigator.db", "data/imports-of-others/1.csv", "\u202Eimports/good.csv",
    ];

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Source_OutsideWhatIsAllowed_GetsOneAndTheSameAnswer(string id)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The links and pipes are made as Unix makes them.");
        Link("link-out.csv", _folder.File("outside.csv"));
        Link("link-up", "..");
        Link("link-to-link.csv", "link-out.csv");
        Link("circle.csv", "circle.csv");
        Link("device.csv", "/dev/zero");
        foreach (var folder in (string[])["folder-with-link", "folder-with-pipe"]) Write($"data/imports/{folder}/1.csv");
        Link("folder-with-link/2.csv", _folder.File("outside.csv"));
        foreach (var pipe in (string[])["pipe.csv", "folder-with-pipe/2.csv"])
        {
            using var made = Process.Start("mkfifo", [_folder.File("data/imports/" + pipe)]);
            made.WaitForExit();
        }

        // A folder that holds the whole data folder was allowed as well: still only its imports are.
        var sources = Sources(_folder.File("shared"), _folder.Path, _folder.File("data"));

        var answer = Assert.Throws<InputException>(() => sources.Resolve(id));
        Assert.Equal("there is no such file among those that may be loaded here", answer.Problem);
        Assert.Null(sources.Describe(id));
    }

    [Theory]
    [InlineData("imports/good.csv", "data/imports/good.csv")]
    [InlineData("imports/month", "data/imports/month")]
    [InlineData("imports/month/1.csv", "data/imports/month/1.csv")]
    [InlineData("imports/month/../good.csv", "data/imports/good.csv")]
    [InlineData("imports/alias.csv", "data/imports/good.csv")]
    [InlineData("shared/shop.csv", "shared/shop.csv")]
    [InlineData("data/imports/good.csv", "data/imports/good.csv")]
    public void Source_InAnAllowedFolder_IsFoundWithItsLinksFollowed(string id, string expected)
    {
        Link("alias.csv", "good.csv");

        Assert.Equal(_folder.File(expected), Sources(_folder.File("shared"), _folder.File("data")).Resolve(id));
    }

    [Fact]
    public void Folders_OfTheSameName_HaveNamesOfTheirOwn()
    {
        Write("other/imports/theirs.csv");
        var sources = Sources(_folder.File("other/imports"));

        Assert.Equal(_folder.File("other/imports/theirs.csv"), sources.Resolve("imports-2/theirs.csv"));
        Assert.Throws<InputException>(() => sources.Resolve("imports/theirs.csv"));
    }

    [Fact]
    public void List_OfWhatLiesThere_HoldsOnlyWhatCanBeLoaded()
    {
        Write("data/imports/notes.docx");
        Write("data/imports/turned\u202Egpj.csv");
        Link("link-out.csv", _folder.File("outside.csv"));

        var listed = Sources(_folder.File("shared")).List().Sources;

        Assert.Equal(
            ["imports/good.csv", "imports/month", "imports/month/1.csv", "imports/turned\u202Egpj.csv", "shared/shop.csv"], listed.Select(static s => s.Id));
        Assert.DoesNotContain(listed, static s => s.Name.Contains('\u202E', StringComparison.Ordinal));
        Assert.Equal(1, Assert.Single(listed, static s => s.Id == "imports/month").Files);
    }

    /// <summary>Someone who may write into an allowed folder exchanges a file for a link to what the app may read and they may not.</summary>
    [Fact]
    public async Task Preview_WhileTheFileIsExchangedForALink_NeverShowsWhatTheLinkLeadsTo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells where an opened file lies.");
        var place = _folder.File("data/imports/good.csv");
        await File.WriteAllTextAsync(_folder.File("outside.csv"), "name,password,time\nroot,x,2026-03-01\n");
        using var turns = new ReadingTurns(NullLogger<ReadingTurns>.Instance);
        var previews = new PreviewReader(Sources(), turns);
        using var end = new CancellationTokenSource();
        var exchanging = Task.Run(
            () =>
            {
                for (var i = 0; !end.IsCancellationRequested; i++)
                {
                    if (i % 2 == 0) Link("next", _folder.File("outside.csv"));
                    else Write("data/imports/next");
                    File.Move(_folder.File("data/imports/next"), place, overwrite: true);
                }
            }, CancellationToken.None);

        for (var i = 0; i < 60; i++)
        {
            try
            {
                var guess = await previews.ReadAsync("imports/good.csv", null, 1, static () => { }, CancellationToken.None);
                Assert.DoesNotContain(guess.TransactionsPreview.Columns, static c => c.Name == "password");
            }
            catch (InputException)
            {
                // The link was found, or the file went.
            }
        }

        await end.CancelAsync();
        await exchanging;
    }

    [Fact]
    public void List_WithLinksToFolders_FindsNothingTwiceAndNothingThatFaults()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The links are made as Unix makes them.");
        Link("up", "..");
        Link("same", "month");
        Link("system", "/proc");
        Link("alias.csv", "good.csv");

        var listed = Sources().List().Sources;

        Assert.Equal(["imports/alias.csv", "imports/good.csv", "imports/month", "imports/month/1.csv"], listed.Select(static s => s.Id));
    }

    /// <summary>A folder of the system's, where files come and go and many may not be looked at.</summary>
    [Fact]
    public void List_OfAFolderThatFaults_LeavesOutWhatCannotBeLookedAt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has the folder.");

        Assert.Contains(Sources("/proc/self").List().Sources, static s => s.Id == "imports/good.csv");
    }

    [Fact]
    public void List_OfMoreThanIsShown_HoldsTheFirstByNameAndSaysSo()
    {
        for (var i = 0; i < 502; i++) Write($"shared/many/{i:d3}.csv");

        var listing = Sources(_folder.File("shared/many")).List();

        Assert.False(listing.IsWhole);
        Assert.Equal(500, listing.Sources.Count);
        Assert.Equal("many/000.csv", listing.Sources.First(static s => s.Id.StartsWith("many", StringComparison.Ordinal)).Id);
        Assert.DoesNotContain(listing.Sources, static s => s.Id == "many/501.csv");
        Assert.True(Sources().List().IsWhole);
    }

    private AllowedSources Sources(params string[] folders) =>
        new(_data, new UploadedFiles(_data, new UploadLimits(), TimeProvider.System), new SourceSettings { Folders = folders });

    private void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(path))!);
        File.WriteAllText(_folder.File(path), Text);
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(_folder.File("data/imports/" + name), target);
}
