using System.Net;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Integrity;
using Investigator.Engine.Runs;
using Investigator.Engine.Space;
using Investigator.Execution;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Investigator.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Storage;

/// <summary>One bit of a stored file is wrong: it is refused by name, and the rest of the app goes on.</summary>
public sealed class FlippedBitTests(ServedSample sample) : IClassFixture<ServedSample>
{
    [Fact]
    public async Task Flip_InEachKindOfStoredFile_IsNoticedAtTheNextOpening()
    {
        var files = await FilesAsync();
        string[] paths = [.. Directory.GetFiles(files.RunFolder.Path), .. Directory.GetFiles(files.DatasetFolder.Path)];
        var kinds = paths.Where(p => Path.GetFileName(p) != OwnedFolder.MarkerName && new FileInfo(p).Length > 0).ToList();
        StoredFile[] notOfThisRun = [KnownFiles.Ledger, KnownFiles.SpaceRankValues, KnownFiles.SpaceRankCounts];
        var kept = KnownFiles.OfRun.Where(f => f.Level <= Retention.Explain && !notOfThisRun.Contains(f)).Select(f => f.In(files.RunFolder.Path));
        Assert.Empty(kept.Except(kinds));

        foreach (var path in kinds)
        {
            BitFlips.Each(path, flip => Assert.True(Record.Exception(() => FileCheck.Require(Checked(path))) is DamagedFileException, flip));
        }

        Assert.Empty(files.RunFolder.Damage(contents: true));
        Assert.True(files.DatasetFolder.IsWhole());

        // A manifest vouches for the others and is looked at with each of them.
        static string Checked(string path) =>
            Path.GetFileName(path) == KnownFiles.Manifest.Name ? Directory.GetFiles(Path.GetDirectoryName(path)!, "*.parquet")[0] : path;
    }

    /// <summary>Each reader by which pages, commands and downloads come to a file.</summary>
    public static TheoryData<string, Action<RunFiles>> Readers { get; } = new()
    {
        { KnownFiles.Record.Name, static f => f.RunFolder.ReadRecord() },
        { KnownFiles.Findings.Name, static f => f.RunFolder.ReadResult() },
        { KnownFiles.Clusters.Name, static f => f.RunFolder.ReadResult() },
        { KnownFiles.Rules.Name, static f => f.RunFolder.ReadResult() },
        { KnownFiles.Stories.Name, static f => f.RunFolder.ReadResult() },
        { KnownFiles.Stabilities.Name, static f => f.RunFolder.ReadResult() },
        { KnownFiles.Members.Name, static f => _ = f.RunFolder.MembersTable },
        { KnownFiles.Features.Name, static f => _ = f.RunFolder.FeaturesTable },
        { KnownFiles.Features.Name, static f => f.RunFolder.ReadFeatures() },
        { KnownFiles.FeatureDefinitions.Name, static f => f.RunFolder.ReadFeatures() },
        { KnownFiles.Catalog.Name, static f => f.RunFolder.ReadCatalog() },
        { KnownFiles.Scale.Name, static f => f.RunFolder.ReadScale() },
        { KnownFiles.Training.Name, static f => f.RunFolder.ReadTraining() },
        { KnownFiles.SpaceModel.Name, static f => SpaceModel.Load(f.RunFolder.Path) },
        { KnownFiles.SpaceAxes.Name, static f => SpaceModel.Load(f.RunFolder.Path) },
        { KnownFiles.SequenceOffsets.Name, static f => f.RunFolder.OpenSequences() },
        { KnownFiles.StepPages.Name, static f => f.RunFolder.OpenSequences()!.Of(0) },
        { KnownFiles.StepSeconds.Name, static f => f.RunFolder.OpenSequences()!.Of(0) },
        { KnownFiles.SequenceVocabulary.Name, static f => f.RunFolder.OpenSequences() },
        { KnownFiles.StepAttention.Name, static f => f.RunFolder.OpenSequences()!.Of(0) },
        { KnownFiles.BehaviorModel.Name, static f => RunFolder.RequireModel(f.RunFolder.Path) },
        { KnownFiles.BehaviorWeights.Name, static f => RunFolder.RequireModel(f.RunFolder.Path) },
        { "dataset.json", static f => f.DatasetFolder.Open() },
        { "transactions.parquet", static f => _ = f.DatasetFolder.TransactionsTable },
        { "events.parquet", static f => _ = f.DatasetFolder.EventsTable },
        { "rejects.parquet", static f => _ = f.DatasetFolder.RejectsTable },
        { "events.parquet", CopyDataset },
        { "rejects.parquet", CopyDataset },
        { KnownFiles.StepAttention.Name, CopyRun },
    };

    [Theory]
    [MemberData(nameof(Readers), DisableDiscoveryEnumeration = true)]
    public async Task Reader_OfADamagedOrLostFile_NamesItAndReadsNothing(string name, Action<RunFiles> read)
    {
        var files = await FilesAsync();
        var folder = File.Exists(Path.Combine(files.RunFolder.Path, name)) ? files.RunFolder.Path : files.DatasetFolder.Path;
        read(files);
        BitFlips.Each(Path.Combine(folder, name), flip => Assert.Equal(name, Refused().Name), count: 2);
        read(files);
        File.Move(Path.Combine(folder, name), Path.Combine(folder, "away"));
        Assert.Equal(name, Refused().Name);
        File.Move(Path.Combine(folder, "away"), Path.Combine(folder, name));
        read(files);

        FileInfo Refused() => new(Assert.Throws<DamagedFileException>(() => read(files)).Path);
    }

    /// <summary>A run's own folder of its data was marked with its manifest: without that nothing tells a changed file from a whole one.</summary>
    [Fact]
    public async Task Copy_OfADatasetWhoseManifestIsLost_IsRefused()
    {
        using var temp = new TempFolder();
        var (from, kept) = (new DatasetFolder(temp.File("loaded")), new RunFolder(temp.File("run")).Dataset);
        (await FilesAsync()).DatasetFolder.CopyTo(from);
        from.MoveTo(kept);
        kept.CopyTo(new DatasetFolder(temp.File("whole")));
        File.Delete(kept.ManifestPath);

        var refused = Assert.Throws<DamagedFileException>(() => kept.CopyTo(new DatasetFolder(temp.File("copy"))));

        Assert.Equal("manifest.json: the file is missing", refused.Brief);
    }

    [Fact]
    public async Task Rejects_ThatAreLost_AreNotTakenForNone()
    {
        var dataset = await sample.Copies.AddDatasetAsync();
        var lost = (await FilesAsync()).DatasetFolder.Rejects;
        File.Move(lost, lost + ".away");
        using var answer = await sample.Http.GetAsync(new Uri(Links.Api.RejectsCsv(dataset), UriKind.Relative));
        File.Move(lost + ".away", lost);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("rejects.parquet", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfARunWithADamagedFile_NamesItAndTheOthersGoOn()
    {
        var run = await sample.Copies.AddAsync();
        var files = (await sample.Services.CreateAsyncScope().ServiceProvider.GetRequiredService<RunQueries>().FilesAsync(run))!;
        Flip(KnownFiles.Members.In(files.RunFolder.Path));
        Flip(KnownFiles.Scale.In(files.RunFolder.Path));

        var page = await sample.Http.GetStringAsync(new Uri(Links.Run(run), UriKind.Relative));
        Assert.Contains("Files of this run are damaged.", page, StringComparison.Ordinal);
        Assert.Contains("scale.json: the file&#x27;s contents were changed", page, StringComparison.Ordinal);
        Assert.Contains("Feature catalogue", page, StringComparison.Ordinal);
        foreach (var reading in (string[])[Links.Dashboard(run), Links.Transactions(run, finding: 0)])
        {
            using var answer = await sample.Http.GetAsync(new Uri(reading, UriKind.Relative));
            Assert.Contains("members.parquet: the file&#x27;s contents were changed", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Contains("Run #", await sample.Http.GetStringAsync(new Uri(Links.Run(sample.Run), UriKind.Relative)), StringComparison.Ordinal);
        using var other = await sample.Http.GetAsync(new Uri(Links.Api.RunFile(sample.Run, KnownFiles.Members.Name), UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var damaged = await sample.Http.GetAsync(new Uri(Links.Api.RunFile(run, KnownFiles.Members.Name), UriKind.Relative));
        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (damaged.StatusCode, damaged.Content.Headers.ContentType?.MediaType));
        Assert.Contains("members.parquet", await damaged.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ADataFolder_NamesEveryDamagedFileAndFails()
    {
        using var folder = new TempFolder();
        var prepared = await PreparedRun.OfAsync(new RunBuilder());
        string run, dataset;
        using (var data = DataFolder.Open(folder.Path))
        {
            await using var app = await Composition.WebServer.BuildAsync(data, "http://127.0.0.1:0");
            await using var scope = app.Services.CreateAsyncScope();
            var added = await new RunCopies(scope.ServiceProvider).AddAsync();
            var files = (await scope.ServiceProvider.GetRequiredService<RunQueries>().FilesAsync(added))!;
            (run, dataset) = (files.RunFolder.Path, files.DatasetFolder.Path);
        }

        Assert.Equal((0, "3 places read: 3 whole, 0 damaged, 0 without hashes."), await VerifyAsync("--data", folder.Path));
        Flip(KnownFiles.BehaviorWeights.In(run));
        File.WriteAllBytes(new DatasetFolder(dataset).Events, []);
        FlipText(folder.File("investigator.db"), "Finished");

        var (code, said) = await VerifyAsync("--data", folder.Path);
        Assert.Equal(1, code);
        Assert.Contains($"DAMAGED  {run}: weights.npy: the file's contents were changed", said, StringComparison.Ordinal);
        Assert.Contains($"DAMAGED  {dataset}: events.parquet: the file is empty", said, StringComparison.Ordinal);
        Assert.Contains("investigator.db: not the file that the last stop left", said, StringComparison.Ordinal);
        Assert.Contains("0 whole, 3 damaged", said, StringComparison.Ordinal);
        await using (new FileStream(KnownFiles.Members.In(run), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            (code, said) = await VerifyAsync(run, dataset, "--data", folder.Path);
        }

        Assert.Equal(1, code);
        Assert.Contains("members.parquet: the file cannot be read (", said, StringComparison.Ordinal);
        Assert.Contains("2 places read: 0 whole, 2 damaged", said, StringComparison.Ordinal);
        (code, said) = await VerifyAsync(dataset, "--data", folder.Path);
        Assert.Equal(1, code);
        Assert.Contains("1 place read", said, StringComparison.Ordinal);
        Assert.Equal(2, (await VerifyAsync("17", "--data", folder.Path)).Code);
    }

    [Fact]
    public async Task Start_WithADatabaseThatIsNotTheOneOfTheLastStop_SaysSo()
    {
        using var folder = new TempFolder();
        using (var data = DataFolder.Open(folder.Path))
        {
            await using var app = await Composition.WebServer.BuildAsync(data, "http://127.0.0.1:0");
            await using var scope = app.Services.CreateAsyncScope();
            await new RunCopies(scope.ServiceProvider).AddAsync();
        }

        FlipText(folder.File("investigator.db"), "Finished");

        using var again = DataFolder.Open(folder.Path);
        Assert.True(again.EndedCleanly && again.DatabaseChanged);
    }

    [Fact]
    public async Task Database_AfterAnyFlippedBit_IsNotTheOneOfTheLastStop()
    {
        using var folder = new TempFolder();
        using (var data = DataFolder.Open(folder.Path))
        {
            await using var app = await Composition.WebServer.BuildAsync(data, "http://127.0.0.1:0");
            await using var scope = app.Services.CreateAsyncScope();
            await new RunCopies(scope.ServiceProvider).AddAsync();
        }

        var database = folder.File("investigator.db");
        Assert.Empty(DatabaseVerification.Problems(database));
        BitFlips.Each(database, flip => Assert.True(DatabaseVerification.Problems(database).Count > 0, flip));
        Assert.Empty(DatabaseVerification.Problems(database));
    }

    /// <summary>What a power cut left of a run that an earlier version did not flush: names without contents.</summary>
    [Fact]
    public async Task Start_AfterAKill_NamesFilesThatAreEmptyAndTouchesNothing()
    {
        using var folder = new TempFolder();
        string run;
        using (var data = DataFolder.Open(folder.Path))
        {
            await using var app = await Composition.WebServer.BuildAsync(data, "http://127.0.0.1:0");
            await using var scope = app.Services.CreateAsyncScope();
            var added = await new RunCopies(scope.ServiceProvider).AddAsync();
            run = (await scope.ServiceProvider.GetRequiredService<RunQueries>().FilesAsync(added))!.RunFolder.Path;
        }

        File.WriteAllBytes(KnownFiles.Members.In(run), []);
        Assert.Empty(await DamageAsync(folder));
        File.Delete(folder.File("last-stop.json"));
        var named = Assert.Single(await DamageAsync(folder));
        Assert.StartsWith($"runs/{Path.GetFileName(run)}/members.parquet: the file is empty and was written with", named, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(KnownFiles.Members.In(run)).Length);
        Assert.Equal(named, Assert.Single(await DamageAsync(folder)));
    }

    [Fact]
    public async Task Database_OfTheApp_FlushesItsLogWithEveryCommit()
    {
        await using var scope = sample.Services.CreateAsyncScope();
        await using var context = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
        var full = 2;
        Assert.Equal(full, await context.Database.SqlQueryRaw<int>("SELECT synchronous AS \"Value\" FROM pragma_synchronous").SingleAsync());
        Assert.Equal("wal", await context.Database.SqlQueryRaw<string>("SELECT journal_mode AS \"Value\" FROM pragma_journal_mode").SingleAsync());
    }

    private static async Task<IReadOnlyList<string>> DamageAsync(TempFolder folder)
    {
        using var data = DataFolder.Open(folder.Path);
        await using var app = await Composition.WebServer.BuildAsync(data, "http://127.0.0.1:0");
        return app.Services.GetRequiredService<StartupRecovery>().Report.Damaged;
    }

    private static async Task<(int Code, string Output)> VerifyAsync(params string[] arguments)
    {
        using var process = AppProcess.Start(["verify", .. arguments]);
        var code = await process.ExitAsync(TimeSpan.FromMinutes(2));
        return (code, process.Output);
    }

    private static void CopyDataset(RunFiles files)
    {
        using var temp = new TempFolder();
        files.DatasetFolder.CopyTo(new DatasetFolder(temp.File("copy")));
    }

    private static void CopyRun(RunFiles files)
    {
        using var temp = new TempFolder();
        files.RunFolder.CopyTo(new RunFolder(temp.Path));
    }

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Changes a stored text, which SQLite itself does not notice.</summary>
    private static void FlipText(string path, string text)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text))] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private async Task<RunFiles> FilesAsync()
    {
        await using var scope = sample.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<RunQueries>().FilesAsync(sample.Run))!;
    }
}
