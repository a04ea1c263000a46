using System.Runtime.Versioning;
using Investigator.Api;
using Investigator.Commands;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Hostile;

/// <summary>The data are for the user who runs Investigator: no one else on the machine can read any of it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesTests : IDisposable
{
    private const UnixFileMode Wide = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Generate_AndServe_MakeNothingThatOthersCanRead()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has folder rights instead of modes.");
        var (shop, data, url) = (_folder.File("shop"), _folder.File("data"), AppProcess.FreeUrl());
        using var generate = AppProcess.Start("generate", "--transactions", "500", "--out", shop);
        Assert.Equal(0, await generate.ExitAsync(TimeSpan.FromMinutes(3)));
        using var serve = AppProcess.Start("serve", "--data", data, "--url", url);
        Assert.True(await serve.SeesAsync(static line => line.Contains("Investigator serves", StringComparison.Ordinal), TimeSpan.FromMinutes(3)));

        Assert.NotEmpty(Directory.GetFiles(data, "investigator.db*"));
        Assert.Empty(ReadableByOthers(shop));
        Assert.Empty(ReadableByOthers(data));
    }

    [Fact]
    public void Open_DataFolderThatOthersMayEnter_IsClosedToThem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has folder rights instead of modes.");
        DataFolder.Open(_folder.File("data")).Dispose();
        File.SetUnixFileMode(_folder.File("data"), Wide);

        DataFolder.Open(_folder.File("data")).Dispose();

        Assert.DoesNotContain(_folder.File("data"), ReadableByOthers(_folder.File("data")));
    }

    [Fact]
    public async Task Fault_OfACommandOnADataFolder_IsReportedInThere()
    {
        DataFolder.Open(_folder.Path).Dispose();

        var code = await ExitCode.Of(static () => throw new InvalidOperationException("a fault of ours"), () => _folder.Path);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("a fault of ours", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder.File("errors")))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_LargerThanMemory_PassesThroughTheDataFolderAlone()
    {
        using var data = DataFolder.Open(_folder.Path);
        string? used = null;

        await TempFileResult.AnswerAsync(data, "a.csv", async path =>
        {
            used = path;
            await File.WriteAllTextAsync(path, "x");
            return 0;
        });

        Assert.Equal(data.Scratch, Path.GetDirectoryName(used));
    }

    private static IEnumerable<string> ReadableByOthers(string folder) =>
        Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Prepend(folder)
            .Where(static path => (File.GetUnixFileMode(path) & (Wide & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute))) != 0);
}
