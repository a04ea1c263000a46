using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Runs;

public class RunScratchTests
{
    /// <summary>DuckDB's files of a process that was killed would otherwise stay until the run is finished, gigabytes of a large one.</summary>
    [Fact]
    public async Task RunAsync_AfterAKill_BeginsWithoutWhatTheKilledAttemptSpilled()
    {
        using var folder = new TempFolder();
        var builder = new RunBuilder();
        var dataset = builder.Load(folder.File("datasets"));
        var run = new RunFolder(folder.File("work"));
        OwnedFolder.Make(run.Path);
        var spilled = Path.Combine(OwnedFolder.Make(run.Scratch).Path, "duckdb_temp_storage_DEFAULT-0.tmp");
        await File.WriteAllTextAsync(spilled, "spilled", TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        bool? wasThere = null;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Pipeline.RunAsync(dataset, builder.Options, run.Path, new FirstReport(Look), stop.Token));

        Assert.False(wasThere);

        void Look()
        {
            wasThere ??= File.Exists(spilled);
            stop.Cancel();
        }
    }

    private sealed class FirstReport(Action look) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => look();
    }
}
