using Investigator.Engine.Core;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Storage;

public sealed class CommandScratchTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Make_LeftoversOfKilledCommands_AreRemovedAndSaidAndNothingElse()
    {
        using var working = CommandScratch.Make(_temp.Path);
        var left = OwnedFolder.Make(_temp.File("investigator-work-killed")).Path;
        foreach (var name in (string[])["lock", "duckdb_temp_storage.tmp"]) File.WriteAllText(Path.Combine(left, name), "");
        var unmarked = Directory.CreateDirectory(_temp.File("investigator-work-mine")).FullName;
        var kept = OwnedFolder.Make(_temp.File("investigator-work-results"), FolderUse.Kept).Path;
        var said = new List<string>();

        using (var next = CommandScratch.Make(_temp.Path, said.Add))
        {
            Assert.True(Directory.Exists(next.Path));
            Assert.Equal([$"Removed {left}, which an interrupted command had left"], said);
        }

        Assert.Equal([.. ((string[])[working.Path, unmarked, kept]).Order()], [.. Directory.GetDirectories(_temp.Path).Order()]);
    }

    [Fact]
    public void Make_ByManyCommandsAtOnce_NoneMeetsAFault()
    {
        Parallel.For(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var scratch = CommandScratch.Make(_temp.Path);
            Assert.True(Directory.Exists(scratch.Path));
        });

        Assert.Empty(Directory.GetDirectories(_temp.Path));
    }
}
