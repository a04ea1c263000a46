using System.CommandLine;
using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Execution;
using Investigator.Runs;
using Investigator.Storage;

namespace Investigator.Commands;

/// <summary>Opens in the app what <c>run</c> wrote.</summary>
internal static class ImportRunCommand
{
    public static Command Create(AppBuilder build)
    {
        var results = new Argument<DirectoryInfo>("results") { Description = "Folder that run wrote" };
        var dataset = new Option<DirectoryInfo?>("--dataset") { Description = "The loaded dataset, where the run was kept without it", HelpName = "DIR" };
        var files = new SourceArguments(isRequired: false);
        var data = CommonOptions.Data();
        var command = new Command(
            "import-run", "Bring the results of a run into the app's data folder, with the run's data, and show them there as any other run. Where the run was "
                + "kept without its data, they are given as a loaded dataset or by the options with which the run was told of its files");
        command.Add(results);
        foreach (var option in (Option[])[dataset, .. files.All, data]) command.Add(option);
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var source = new RunFolder(parsed.GetValue(results)!.FullName);
            var record = source.ReadRecord();
            var sourceFiles = files.AreGiven(parsed) ? files.Read(parsed) : null;
            var given = parsed.GetValue(dataset) is { } folder ? new DatasetFolder(folder.FullName) : source.Dataset;
            if (sourceFiles is not null && parsed.GetValue(dataset) is not null) throw new InputException(
                "--dataset and source files were both given", expected: "one of them");
            if (sourceFiles is null && !given.Exists)
            {
                throw new InputException(
                    $"there is no dataset in {given.Path}",
                    expected: "--dataset DIR, or the run's source files by --transactions, --events and --mapping as they were given to run");
            }

            using var place = DataFolder.Open(DataFolder.Resolve(parsed.GetValue(data)));
            await using var app = await build(place, ServerOptions.Unserved);
            await using var audited = await CommandRecord.BeginAsync(app.Services, parsed, cancel);
            await using var scope = app.Services.CreateAsyncScope();
            var imported = await StageConsole.ShowAsync(async progress =>
            {
                var context = new StageContext { Progress = progress, Cancel = cancel, Scratch = place.Scratch };
                var loaded = sourceFiles is null ? given : new DatasetFolder((await Task.Run(
                    () => DatasetLoader.Load(sourceFiles.Resolve(record.Dataset, context).Require(), place.Datasets, context), cancel)).Folder);
                return await scope.ServiceProvider.GetRequiredService<ImportRun>().HandleAsync(Actor.Local, source, loaded, cancel);
            });
            Console.WriteLine(imported.IsNew ? $"Imported as run #{imported.RunId}" : $"This is run #{imported.RunId} already; nothing was added");
            var run = await scope.ServiceProvider.GetRequiredService<RunQueries>().FindAsync(imported.RunId, cancel);
            if (run is { Map: MapStatus.Waiting }) Console.WriteLine("Its map is still to be drawn: the app does it when it runs");
            if (run is { Map: MapStatus.None }) Console.WriteLine("It has no map, and what it would be drawn from was not kept");
            return ExitCode.Done;
        }, () => DataFolder.Resolve(parsed.GetValue(data))));
        return command;
    }
}
