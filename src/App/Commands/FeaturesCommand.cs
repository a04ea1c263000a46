using System.CommandLine;
using System.Globalization;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Storage;

namespace Investigator.Commands;

/// <summary>The feature catalogue that a run over a dataset would use, to read, to edit, or to check one that was edited.</summary>
internal static class FeaturesCommand
{
    public static Command Create()
    {
        var source = new SourceArguments();
        var (features, optionsFile, force) = (CommonOptions.Features(), CommonOptions.RunOptions(), CommonOptions.Force());
        var output = new Option<string?>("--out") { Description = "File for the catalogue; without it the catalogue is printed", HelpName = "FILE" };
        var command = new Command(
            "features", "Print or write the feature catalogue that a run over this data would use; with --features, check that file against the data");
        foreach (var option in (Option[])[.. source.All, features, optionsFile, output, force]) command.Add(option);
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var options = parsed.GetValue(optionsFile) is { } file ? RunOptionsFile.Read(file) : new RunOptions();
            var catalog = parsed.GetValue(features);
            if (catalog is not null) options = options with { Features = options.Features with { Catalog = FeatureCatalogFile.Read(catalog) } };
            options.Validate();
            var target = parsed.GetValue(output);
            var given = source.Read(parsed);
            if (target is not null)
            {
                OutputGuard.Refuse([.. given.Inputs, ("the options", parsed.GetValue(optionsFile)), ("the catalogue", catalog)], [("--out", target)]);
                OutputGuard.RefuseExisting(target, parsed.GetValue(force));
            }

            // What is printed may be piped on: progress is shown only where the catalogue goes to a file.
            var made = target is null ? await MakeAsync(given, options, catalog, null, cancel)
                : await StageConsole.ShowAsync(progress => MakeAsync(given, options, catalog, progress, cancel));
            if (target is null)
            {
                // In JSON a character's code means the character: nothing acts on a terminal, and what is piped on is the same.
                Console.Write(HiddenCharacters.Show(FeatureCatalogFile.Text(made)));
                return ExitCode.Done;
            }

            FeatureCatalogFile.Write(target, made);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wrote {made.Count:N0} features to {target}"));
            return ExitCode.Done;
        }));
        return command;
    }

    private static async Task<IReadOnlyList<FeatureDefinition>> MakeAsync(
        GivenSource given, RunOptions options, string? catalog, IProgress<StageProgress>? progress, CancellationToken cancel)
    {
        using var scratch = CommandScratch.Make(say: Console.Error.WriteLine);
        var context = new StageContext { Progress = progress, Cancel = cancel, Scratch = scratch.Path };
        return await Task.Run(
            () =>
            {
                var request = given.Resolve("features", context).Require() with { IsKept = false };
                var dataset = DatasetLoader.Load(request, Path.Combine(scratch.Path, "datasets"), context);
                return FeatureCatalog.Of(dataset, EventSequences.Pages(dataset, options.Sequences, context), options.Features, catalog);
            },
            cancel);
    }
}
