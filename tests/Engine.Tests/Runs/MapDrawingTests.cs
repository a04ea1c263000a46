using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Runs;

/// <summary>A run that is finished and has no map yet.</summary>
public sealed class UnmappedRun : IDisposable
{
    private readonly TempFolder _folder = new();

    public UnmappedRun()
    {
        var builder = new RunBuilder();
        var dataset = builder.Load(_folder.File("datasets"));
        Pipeline.RunAsync(dataset, builder.Options, _folder.File("run")).GetAwaiter().GetResult();
    }

    /// <summary>A copy, sealed as the app seals it.</summary>
    public RunFolder Copy(string to, Retention level = Retention.Explain, bool forMap = true)
    {
        OwnedFolder.Make(to);
        foreach (var file in KnownFiles.OfRun.Where(f => f.ExistsIn(_folder.File("run")))) File.Copy(file.In(_folder.File("run")), file.In(to));
        var run = new RunFolder(to);
        run.Seal(level, forMap);
        run.Keep(level);
        return run;
    }

    public void Dispose() => _folder.Dispose();
}

public sealed class MapDrawingTests(UnmappedRun run) : IClassFixture<UnmappedRun>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_Finished_HasNoMapAndKeepsWhatItIsDrawnFrom()
    {
        var folder = run.Copy(_folder.File("run"));
        Assert.Equal((false, true), (folder.HasMap, folder.CanDrawMap));
        Assert.Null(folder.ReadMap());
        Assert.NotEmpty(folder.ReadResult().Findings.Items);
        Assert.DoesNotContain(folder.ReadRecord().Stages, s => s.Stage == StageNames.Projection);
        Assert.Empty(folder.Damage(contents: true));
        using var db = TableConnection.Open();
        Assert.DoesNotContain("x", db.Query($"SELECT column_name FROM (DESCRIBE SELECT * FROM {folder.MembersTable})", r => r.GetString(0)));
    }

    [Theory]
    [InlineData(Retention.Results, false)]
    [InlineData(Retention.Explain, false)]
    [InlineData(Retention.All, true)]
    public async Task Map_Drawn_IsThereWholeAndTheNeighborsGoByRetention(Retention level, bool keepsNeighbors)
    {
        var folder = run.Copy(_folder.File("run"), level);

        var drawn = await MapDrawing.DrawAsync(folder, level);

        Assert.Equal((StageNames.Projection, 1200), (drawn.Cost.Stage, drawn.Cost.Rows));
        Assert.InRange(drawn.Cost.PeakBytes, 1, long.MaxValue);
        Assert.Equal((true, false), (folder.HasMap, folder.CanDrawMap));
        var map = folder.ReadMap()!;
        Assert.Equal((1200, 1200), (map.X.Length, map.Y.Length));
        Assert.All(map.X.Concat(map.Y), static v => Assert.True(float.IsFinite(v)));
        Assert.All(KnownFiles.MapSources, f => Assert.Equal(keepsNeighbors, f.ExistsIn(folder.Path)));
        Assert.Empty(folder.Damage(contents: true));
        Assert.All(KnownFiles.OfMap, f => Assert.Contains(Manifest.Find(folder.Path)!.Files, sum => sum.Name == f.Name));
        Assert.Equal(drawn, folder.FindMapRecord());
    }

    [Fact]
    public async Task Map_ThatIsThere_IsNotDrawnAgain()
    {
        var folder = run.Copy(_folder.File("run"));
        var first = await MapDrawing.DrawAsync(folder, Retention.Explain);
        var before = KnownFiles.OfMap.Select(f => File.GetLastWriteTimeUtc(f.In(folder.Path))).ToList();

        Assert.Equal(first, await MapDrawing.DrawAsync(folder, Retention.Explain, new Refusal()));

        Assert.Equal(before, KnownFiles.OfMap.Select(f => File.GetLastWriteTimeUtc(f.In(folder.Path))));
    }

    [Fact]
    public async Task Map_OfTheSameRun_IsTheSameToTheBit()
    {
        var (one, two) = (run.Copy(_folder.File("one")), run.Copy(_folder.File("two")));
        await MapDrawing.DrawAsync(one, Retention.Explain);
        using (var threads = new BackgroundThreads(1)) await MapDrawing.DrawAsync(two, Retention.Explain, threads: threads);
        Assert.Equal(FileSum.Of(KnownFiles.LayoutX.In(one.Path)), FileSum.Of(KnownFiles.LayoutX.In(two.Path)));
        Assert.Equal(FileSum.Of(KnownFiles.LayoutY.In(one.Path)), FileSum.Of(KnownFiles.LayoutY.In(two.Path)));
    }

    /// <summary>The files lay in place and the manifest did not list them yet.</summary>
    [Fact]
    public async Task Map_ThatAKillLeftUnsealed_IsNotThereAndIsDrawn()
    {
        var folder = run.Copy(_folder.File("run"));
        foreach (var file in KnownFiles.OfMap) File.WriteAllText(file.In(folder.Path), "half");
        Assert.Equal((false, true), (folder.HasMap, folder.CanDrawMap));

        await MapDrawing.DrawAsync(folder, Retention.Explain);

        Assert.Equal(1200, folder.ReadMap()!.X.Length);
        Assert.Empty(folder.Damage(contents: true));
    }

    /// <summary>The map was sealed, and the neighbours were still there.</summary>
    [Fact]
    public async Task Neighbors_ThatAKillLeftBesideTheMap_AreDropped()
    {
        var folder = run.Copy(_folder.File("run"));
        await MapDrawing.DrawAsync(folder, Retention.All);
        Assert.All(KnownFiles.MapSources, f => Assert.True(f.ExistsIn(folder.Path)));

        await MapDrawing.DrawAsync(folder, Retention.Explain, new Refusal());

        Assert.All(KnownFiles.MapSources, f => Assert.False(f.ExistsIn(folder.Path)));
        Assert.Empty(folder.Damage(contents: true));
    }

    [Fact]
    public async Task Drawing_Cancelled_LeavesTheFolderAsItWas()
    {
        var folder = run.Copy(_folder.File("run"));
        var before = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).Select(FileSum.Of).ToList();
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => MapDrawing.DrawAsync(folder, Retention.Explain, new Once(p => p.Note == "moving points", cancel.Cancel), cancel.Token));

        Assert.Equal(before, Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).Select(FileSum.Of));
        Assert.True(folder.CanDrawMap);
    }

    [Fact]
    public async Task Drawing_FromDamagedNeighbors_IsRefusedByName()
    {
        var folder = run.Copy(_folder.File("run"));
        File.AppendAllText(KnownFiles.NeighborIndices.In(folder.Path), "x");
        var error = await Assert.ThrowsAsync<DamagedFileException>(() => MapDrawing.DrawAsync(folder, Retention.Explain));
        Assert.Contains(KnownFiles.NeighborIndices.Name, error.Message, StringComparison.Ordinal);
        Assert.False(folder.HasMap);
    }

    [Fact]
    public async Task Map_OfARunKeptWithoutNeighbors_IsRefused()
    {
        var folder = run.Copy(_folder.File("run"), forMap: false);
        Assert.Equal((false, false), (folder.HasMap, folder.CanDrawMap));
        var error = await Assert.ThrowsAsync<InputException>(() => MapDrawing.DrawAsync(folder, Retention.Explain));
        Assert.Contains("no neighbours", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_OfARun_TakesItsMapOrWhatItIsDrawnFrom()
    {
        var folder = run.Copy(_folder.File("run"));
        OwnedFolder.Make(_folder.File("unmapped"));
        folder.CopyTo(new RunFolder(_folder.File("unmapped")));
        await MapDrawing.DrawAsync(folder, Retention.All);
        OwnedFolder.Make(_folder.File("mapped"));
        folder.CopyTo(new RunFolder(_folder.File("mapped")));

        var (unmapped, mapped) = (new RunFolder(_folder.File("unmapped")), new RunFolder(_folder.File("mapped")));
        Assert.Equal((false, true), (unmapped.HasMap, unmapped.CanDrawMap));
        Assert.Equal((true, false), (mapped.HasMap, KnownFiles.Neighbors.ExistsIn(mapped.Path)));
        await MapDrawing.DrawAsync(unmapped, Retention.Explain);
        Assert.Equal(folder.ReadMap()!.X, unmapped.ReadMap()!.X);
    }

    /// <summary>Fails where anything is drawn.</summary>
    private sealed class Refusal : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => throw new InvalidOperationException("it is drawn again");
    }

    private sealed class Once(Func<StageProgress, bool> when, Action then) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (when(value)) then();
        }
    }
}
