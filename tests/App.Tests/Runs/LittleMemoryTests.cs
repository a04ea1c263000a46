using System.Diagnostics;
using System.Globalization;
using Investigator.TestKit;

namespace Investigator.App.Tests.Runs;

/// <summary>The real executable in a control group of little memory; skipped where none can be made.</summary>
public sealed class LittleMemoryTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _name = "investigator-" + Guid.NewGuid().ToString("N");

    public void Dispose() => _folder.Dispose();

    /// <summary>Before the check, the kernel killed it in the embedding without a word.</summary>
    [Fact]
    public async Task Run_InTooLittleMemory_SaysWhatItNeedsAndWhatToChange()
    {
        var (folder, limit) = Group() ?? ("", "");
        Assert.SkipWhen(folder.Length == 0, "no control groups of one's own here");
        try
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, limit), (225L << 20).ToString(CultureInfo.InvariantCulture));
            var run = $"{string.Join(' ', new RunBuilder().RunArguments())} --out {_folder.File("out")}";
            var start = new ProcessStartInfo(
                "bash", ["-c", $"echo $$ > {folder}/cgroup.procs && DOTNET_TieredPGO=0 exec dotnet exec {AppProcess.Assembly} {run} 2>&1"])
            {
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 2, $"{process.ExitCode}: {output}");
            Assert.Contains("embedding the events of 1,2", output, StringComparison.Ordinal);
            Assert.Contains("of memory and", output, StringComparison.Ordinal);
            Assert.Contains("sequences.max_length", output, StringComparison.Ordinal);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder);
        }
    }

    /// <summary>A group that can be made, and the name of its limit.</summary>
    private (string Folder, string Limit)? Group()
    {
        foreach (var (mount, limit) in ((string, string)[])[("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max")])
        {
            var folder = Path.Combine(mount, _name);
            try
            {
                if (!Directory.Exists(mount)) continue;
                Directory.CreateDirectory(folder);
                var exists = File.Exists(Path.Combine(folder, limit));
                Directory.Delete(folder);
                if (exists) return (folder, limit);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Not this user's to make.
            }
        }

        return null;
    }
}
