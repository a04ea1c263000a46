using System.CommandLine;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Execution;
using Investigator.Storage;
using Investigator.Storage.Database;

namespace Investigator.Commands;

/// <summary>Opens in the app what <c>run</c> wrote.</summary>
internal static class ImportRunCommand
{
    public static Command Create(AppBuilder build)
    {
        var results = new Argument<DirectoryInfo>("results") { Description = "Folder that run wrote" };
        var dataset = new Option<DirectoryInfo?>("--dataset") { Description = "The loaded dataset, where the run was kept without it", HelpName = "DIR" };
        var transactions = new Option<string?>("--transactions") { Description = "Or the run's source files, to be loaded again", HelpName = "FILE" };
        var events = new Option<string?>("--events") { Description = "Likewise", HelpName = "FILE" };
        var mapping = new Option<string?>("--mapping") { Description = "Likewise", HelpName = "FILE" };
        var data = CommonOptions.Data();
        var command = new Command(
            "import-run", "Bring the results of a run into the app's data folder, with the run's data, and show them there as any other run")
        {
            results, dataset, transactions, events, mapping, data,
        };
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var source = new RunFolder(parsed.GetValue(results)!.FullName);
            var record = source.ReadRecord();
            var request = Request(record.Dataset, parsed.GetValue(transactions), parsed.GetValue(events), parsed.GetValue(mapping));
            var given = parsed.GetValue(dataset) is { } folder ? new DatasetFolder(folder.FullName) : source.Dataset;
            if (request is not null && parsed.GetValue(dataset) is not null) throw new InputException(
                "--dataset and source files were both given", expected: "one of them");
            if (request is null && !given.Exists)
            {
                throw new InputException(
                    $"there is no dataset in {given.Path}", expected: "--dataset DIR, or the run's source files by --transactions, --events and --mapping");
            }

            using var place = DataFolder.Open(DataFolder.Resolve(parsed.GetValue(data)));
            await using var app = await build(place, ServerOptions.Unserved);
            await using var scope = app.Services.CreateAsyncScope();
            var imported = await StageConsole.ShowAsync(async progress =>
            {
                var context = new StageContext { Progress = progress, Cancel = cancel, Scratch = place.Scratch };
                var loaded = request is null ? given
                    : new DatasetFolder((await Task.Run(() => DatasetLoader.Load(request, place.Datasets, context), cancel)).Folder);
                return await scope.ServiceProvider.GetRequiredService<ImportRun>().HandleAsync(Actor.Local, source, loaded, cancel);
            });
            Console.WriteLine(imported.IsNew ? $"Imported as run #{imported.RunId}" : $"This is run #{imported.RunId} already; nothing was added");
            return ExitCode.Done;
        }, () => DataFolder.Resolve(parsed.GetValue(data))));
        return command;
    }

    private static LoadRequest? Request(string name, string? transactions, string? events, string? mapping)
    {
        if (transactions is null && events is null && mapping is null) return null;
        if (transactions is null || mapping is null) throw new InputException(
            "the run's data cannot be loaded again without its transactions and mapping", expected: "--transactions FILE and --mapping FILE");
        return new LoadRequest { Transactions = transactions, Events = events, Mapping = MappingFile.Read(mapping), Name = name };
    }
}
