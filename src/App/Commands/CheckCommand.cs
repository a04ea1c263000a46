using System.CommandLine;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Storage;

namespace Investigator.Commands;

/// <summary>What a load would give, said before anything is loaded.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var (source, force) = (new SourceArguments(), CommonOptions.Force());
        var output = new Option<FileInfo?>("--out")
        {
            Description = "File for the mapping, as it was guessed and set, to be edited or given to run",
            HelpName = "FILE",
        };
        var whole = new Option<bool>("--whole") { Description = "Read all rows of large files too, instead of some from their start, middle and end" };
        var command = new Command("check", "Say how files would be read: their format, what each column is taken for, rows as they are understood, what is "
            + "refused and what to decide");
        foreach (var option in source.All) command.Add(option);
        command.Add(whole);
        command.Add(output);
        command.Add(force);
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var (given, target) = (source.Read(parsed), parsed.GetValue(output));
            if (target is not null)
            {
                OutputGuard.Refuse(given.Inputs, [("--out", target.FullName)]);
                OutputGuard.RefuseExisting(target.FullName, parsed.GetValue(force));
            }

            using var scratch = CommandScratch.Make(say: Console.Error.WriteLine);
            var context = new StageContext { Cancel = cancel, Scratch = scratch.Path };
            var (resolved, report) = await Task.Run(
                () =>
                {
                    var resolved = given.Resolve("check", context);
                    return (resolved, LoadCheck.Of(resolved.Request, context, parsed.GetValue(whole) ? long.MaxValue : LoadCheck.WholeUpTo));
                },
                cancel);
            foreach (var line in CheckText.Report(resolved, report)) Console.WriteLine(line);
            if (target is not null) MappingFile.Write(target.FullName, report.Mapping);
            var canLoad = resolved.Advice(report).All(static a => a.Level != AdviceLevel.Decide);
            Console.WriteLine((canLoad ? "These files can be loaded" : "Something must be decided before these files can be loaded")
                + (target is null ? "" : $"; the mapping is in {target.FullName}"));
            return canLoad ? ExitCode.Done : ExitCode.BadInput;
        }));
        return command;
    }
}
