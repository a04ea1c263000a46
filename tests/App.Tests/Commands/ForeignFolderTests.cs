using Investigator.App.Tests.Storage;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Commands;

/// <summary>The real executable on folders that someone else filled.</summary>
public class ForeignFolderTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("serve --data HERE", "")]
    [InlineData("demo --no-serve --transactions 500 --data HERE", "demo/")]
    [InlineData("run --transactions SHOP/t.csv --mapping SHOP/m.json --out HERE/out", "out.partial/")]
    [InlineData("run --transactions SHOP/t.csv --mapping SHOP/m.json --out HERE --force", "")]
    [InlineData("generate --transactions 500 --out HERE --force", "")]
    public async Task Command_FolderThatHoldsSomeonesFiles_IsRefusedInWordsAndLosesNothing(string arguments, string inside)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("shop"));
        await File.WriteAllTextAsync(folder.File("shop/t.csv"), "id,account,time,amount\nt1,a1,2026-03-01 10:00:00,5\n");
        await File.WriteAllTextAsync(
            folder.File("shop/m.json"),
            """{ "transactions": { "id": "id", "account": "account", "time": "time", "amount": "amount" } }""");
        foreach (var file in (string[])["runs/mine/run.json", "datasets/mine/transactions.parquet", "members.parquet"])
        {
            var path = folder.File("here/" + inside + file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, "years of work");
        }

        var before = FolderHashes.Of(folder.File("here"));
        var here = arguments.Replace("HERE", folder.File("here"), StringComparison.Ordinal).Replace("SHOP", folder.File("shop"), StringComparison.Ordinal);
        using var process = AppProcess.Start(here.Split(' '));

        Assert.Equal(2, await process.ExitAsync(Long));
        Assert.Contains("Investigator did not", process.Output, StringComparison.Ordinal);
        Assert.Equal(before, FolderHashes.Of(folder.File("here")));
    }

    [Theory]
    [InlineData("run --transactions t.csv --mapping HERE/m.json --force --out HERE/runs/", false)]
    [InlineData("run --transactions t.csv --mapping HERE/m.json --force --out HERE/runs/", true)]
    [InlineData("generate --transactions 500 --force --out HERE/runs/", false)]
    public async Task Command_ResultsIntoADataFolder_AreRefusedAndItLosesNothing(string arguments, bool marked)
    {
        using var folder = new TempFolder();
        await EarlierFolder.MakeAsync(folder);
        foreach (var file in (string[])["members.parquet", "truth.parquet", "rings.json"])
        {
            await File.WriteAllTextAsync(folder.File($"runs/{EarlierFolder.Run}/{file}"), "the app's");
        }

        if (marked) DataFolder.Open(folder.Path).Dispose();
        var before = FolderHashes.Of(folder.Path);
        using var process = AppProcess.Start((arguments.Replace("HERE", folder.Path, StringComparison.Ordinal) + EarlierFolder.Run).Split(' '));

        Assert.Equal(2, await process.ExitAsync(Long));
        Assert.Contains("lies in the data folder", process.Output, StringComparison.Ordinal);
        Assert.Equal(before, FolderHashes.Of(folder.Path));
    }
}
