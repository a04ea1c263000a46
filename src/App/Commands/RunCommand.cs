using System.CommandLine;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;
using Investigator.Storage;

namespace Investigator.Commands;

/// <summary>The whole way on files, without the web app.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var source = new SourceArguments();
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for the results", HelpName = "DIR", Required = true };
        var optionsFile = CommonOptions.RunOptions();
        var features = CommonOptions.Features();
        var model = new Option<string?>("--model")
        {
            Description = "Folder of an earlier run's results: apply its behaviour model instead of learning one",
            HelpName = "DIR",
        };
        var seed = new Option<int?>("--seed") { Description = "Every random choice derives from it (default 1)", HelpName = "S" };
        var device = new Option<DeviceChoice?>("--device") { Description = "Where to compute (default auto)", HelpName = "auto|cpu|cuda" };
        var force = CommonOptions.Force();
        var keep = new Option<Retention>("--keep")
        {
            Description = "What stays in the folder: results, explain (also what the app needs to show the run, its data included) or all (also what stages "
                + "hand on)",
            HelpName = "results|explain|all",
            DefaultValueFactory = _ => Retention.Explain,
        };
        var noMap = new Option<bool>("--no-map")
        {
            Description = "Leave out the map, which is drawn when the results are whole, and what the app would draw it from",
        };
        var command = new Command("run", "Load transactions and events, find and explain the risky clusters, write the results to a folder");
        foreach (var option in (Option[])[.. source.All, output, optionsFile, features, model, seed, device, force, keep, noMap]) command.Add(option);
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var options = parsed.GetValue(optionsFile) is { } file ? RunOptionsFile.Read(file) : new RunOptions();
            options = options with { Seed = parsed.GetValue(seed) ?? options.Seed, Device = parsed.GetValue(device) ?? options.Device };
            var catalog = parsed.GetValue(features);
            if (catalog is not null) options = options with { Features = options.Features with { Catalog = FeatureCatalogFile.Read(catalog) } };
            if (parsed.GetValue(model) is { } learned) options = options with { Embedding = options.Embedding with { Model = Path.GetFullPath(learned) } };
            options.Validate();
            if (options.Embedding.Model is { } applied) SequenceEmbedder.RequireModel(applied);
            var target = parsed.GetValue(output)!.FullName;
            DataFolderAdmission.RefuseInside(target);
            var given = source.Read(parsed);
            OutputGuard.Refuse(given.Inputs, [("--out", target)]);
            if (await SourceChoices.ResolveAsync(given, cancel) is not { } request) return ExitCode.BadInput;
            var (replace, level) = (parsed.GetValue(force), parsed.GetValue(keep));
            IReadOnlyList<string> left = [];
            Dataset? loaded = null;
            var isMapped = !parsed.GetValue(noMap);
            var record = FindWhole(target);
            if (record is not null) left = RemoveLeftover(target);
            else if (isMapped) record = FindUnmapped(target);
            if (record is not null && !IsAsked(record, target, request, options, level, cancel)) record = null;

            if (record is null)
            {
                ResultFiles.RefuseOccupied(target, replace, ResultFiles.Signs, OwnedFolder.Find(WorkOf(target))?.Installation);
                try
                {
                    (record, loaded, left) = await ShowAsync(
                        target, progress => WorkAsync(request, options, catalog, target, replace, level, isMapped, progress, cancel));
                }
                catch (RefusedLoad refused)
                {
                    await SourceChoices.SayAsync(request, cancel);
                    ExceptionDispatchInfo.Throw(refused.Why);
                }
            }

            foreach (var line in loaded is null ? [] : RunText.Loaded(loaded, record)) Console.WriteLine(line);
            foreach (var line in loaded is null ? [] : RunText.Stages(record)) Console.WriteLine(line);
            Console.WriteLine(
                string.Create(
                CultureInfo.InvariantCulture, $"{record.Findings:N0} findings, {record.RiskyFindings:N0} of them risky; results in {target}"));
            if (left.Count > 0) Console.WriteLine($"Left as they are, for Investigator did not make them: {string.Join(", ", left)}");
            if (isMapped) await DrawMapAsync(new RunFolder(target), level, cancel);
            return ExitCode.Done;
        }));
        return command;
    }

    /// <summary>Works in a folder beside the target, so that the target appears whole; the same command after a kill takes the work up again.</summary>
    private static async Task<(RunRecord Record, Dataset Loaded, IReadOnlyList<string> Left)> WorkAsync(
        LoadRequest request, RunOptions options, string? catalog, string target, bool force, Retention keep, bool isMapped,
        IProgress<StageProgress> progress, CancellationToken cancel)
    {
        var work = WorkOf(target);
        RunRecord? record;
        Dataset dataset;
        using (var folder = DataFolder.OpenWork(work))
        {
            // Named by what is kept: where a kill came in the middle of the move, the files above that level are gone.
            var (working, finished) = (folder.RunFolder("work"), folder.RunFolder($"finished-{keep}{(isMapped ? "" : "-no-map")}"));
            DatasetLoader.Sweep(folder.Datasets, folder.Installation);
            OwnedFolder.Make(folder.Scratch).Clear();
            var context = new StageContext { Progress = progress, Cancel = cancel, Scratch = folder.Scratch };
            dataset = await LoadAsync(request, folder, context);
            if (catalog is not null) FeatureCatalog.Of(dataset, EventSequences.Pages(dataset, options.Sequences, context), options.Features, catalog);
            record = FindFinished(finished, dataset, options);
            if (record is null)
            {
                if (Directory.Exists(finished)) folder.Require(finished).Remove();
                record = (await Pipeline.RunAsync(dataset, options, working, progress, cancel)).Record;
                ResultFiles.RefuseOccupied(target, force, ResultFiles.Signs, folder.Installation);
                await Task.Run(() => new RunFolder(working).Seal(keep, isMapped), CancellationToken.None);
                DurableFiles.MoveFolder(working, finished);
            }

            if (keep >= Retention.Explain) new DatasetFolder(dataset.Folder).MoveTo(new RunFolder(finished).Dataset);
            ResultFiles.MoveTo(finished, target, force, keep);
        }

        var left = DataFolder.RemoveWork(work);
        return (record, dataset, left);
    }

    /// <summary>Adds the map to results that are whole; they stay so whatever becomes of it.</summary>
    private static async Task DrawMapAsync(RunFolder folder, Retention keep, CancellationToken cancel)
    {
        if (!folder.CanDrawMap) return;
        try
        {
            var map = await StageConsole.ShowAsync(progress => MapDrawing.DrawAsync(folder, keep, progress, cancel));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The map is drawn too, in {map.Cost.Seconds:0.0} s"));
        }
        catch
        {
            await Console.Error.WriteLineAsync("The results are whole but for their map: the same command draws it.");
            throw;
        }
    }

    /// <summary>Where files are refused and nothing was done before, nothing is left: there is nothing from which the same command could go on.</summary>
    private static async Task<Dataset> LoadAsync(LoadRequest request, DataFolder folder, StageContext context)
    {
        try
        {
            return await Task.Run(() => DatasetLoader.Load(request, folder.Datasets, context), context.Cancel);
        }
        catch (InputException e)
        {
            var isNothingDone = !((string[])[folder.Datasets, folder.Runs]).Any(static f => Directory.EnumerateDirectories(f).Any());
            folder.Dispose();
            if (isNothingDone) DataFolder.RemoveWork(folder.Path);
            throw new RefusedLoad(e);
        }
    }

    /// <summary>A command that ends before its results are whole says what it leaves, where and why.</summary>
    private static async Task<T> ShowAsync<T>(string target, Func<IProgress<StageProgress>, Task<T>> work)
    {
        try
        {
            return await StageConsole.ShowAsync(work);
        }
        catch
        {
            if (OwnedFolder.Find(WorkOf(target)) is { Use: FolderUse.Work } left)
            {
                await Console.Error.WriteLineAsync(
                    $"What is done so far stays in {left.Path}: the same command goes on from there. Remove that folder if it is not wanted any more.");
            }

            throw;
        }
    }

    /// <summary>The record of results beside which the work folder they came from is left, by a kill after the last file was moved.</summary>
    /// <returns>Null where nothing is left, or something is still to be moved.</returns>
    private static RunRecord? FindWhole(string target) =>
        OwnedFolder.Find(WorkOf(target)) is { Use: FolderUse.Work } left && OwnedFolder.Find(target) is { Use: FolderUse.Kept } results
        && left.Installation == results.Installation && KnownFiles.Record.ExistsIn(target) ? new RunFolder(target).ReadRecord() : null;

    /// <summary>The record of whole results whose map is still to be drawn, by a command that was interrupted meanwhile; null for all others.</summary>
    private static RunRecord? FindUnmapped(string target) =>
        OwnedFolder.Find(target) is { Use: FolderUse.Kept } && KnownFiles.Record.ExistsIn(target) && new RunFolder(target) is { CanDrawMap: true } folder
            ? folder.ReadRecord() : null;

    private static IReadOnlyList<string> RemoveLeftover(string target)
    {
        using (DataFolder.OpenWork(WorkOf(target)))
        {
            // Held for a moment: another process may be working in it.
        }

        var left = DataFolder.RemoveWork(WorkOf(target));
        Console.WriteLine($"Removed {WorkOf(target)}, which an interrupted command left beside its results");
        return left;
    }

    /// <summary>Whether results are those that the command asks for.</summary>
    private static bool IsAsked(RunRecord record, string target, LoadRequest request, RunOptions options, Retention keep, CancellationToken cancel) =>
        record.Answers(options)
        && KnownFiles.OfRun.Except(KnownFiles.MapSources).Any(file => file.Level == keep && file.ExistsIn(target))
        && record.Fingerprint == DatasetLoader.Fingerprint(request, new StageContext { Cancel = cancel });

    /// <summary>Files that cannot be loaded, told from whatever else ends a run.</summary>
    private sealed class RefusedLoad(InputException why) : Exception
    {
        public InputException Why { get; } = why;
    }

    private static string WorkOf(string target) => target.TrimEnd(Path.DirectorySeparatorChar) + ".partial";

    /// <summary>What a kill between the last stage and the end of the move left, where it is the run that is asked for.</summary>
    private static RunRecord? FindFinished(string folder, Dataset dataset, RunOptions options)
    {
        if (!KnownFiles.Record.ExistsIn(folder)) return null;
        var record = new RunFolder(folder).ReadRecord();
        return record.Fingerprint == dataset.Fingerprint && record.Answers(options) ? record : null;
    }
}
