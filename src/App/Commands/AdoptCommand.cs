using System.CommandLine;
using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Execution;
using Investigator.Storage;

namespace Investigator.Commands;

/// <summary>Brings back what a lost, emptied or older database does not name any more.</summary>
internal static class AdoptCommand
{
    public static Command Create(AppBuilder build)
    {
        var data = CommonOptions.Data();
        var command = new Command(
            "adopt", "Bring the datasets and runs that lie in the data folder back into a database that does not name them, from their own files in place")
        {
            data,
        };
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            using var folder = DataFolder.Open(DataFolder.Resolve(parsed.GetValue(data)));
            await using var app = await build(folder, ServerOptions.Unserved);
            await using var audited = await CommandRecord.BeginAsync(app.Services, parsed, cancel);
            await using var scope = app.Services.CreateAsyncScope();
            var report = await scope.ServiceProvider.GetRequiredService<AdoptFiles>().HandleAsync(Actor.Local, cancel);
            Console.WriteLine(Words(report));
            foreach (var left in report.Left) Console.WriteLine($"Not brought back: {left.Folder}: {left.Reason}");
            return app.Services.GetRequiredService<StartupRecovery>().Report.Fit == DatabaseFit.Fits ? ExitCode.Done : ExitCode.Failed;
        }));
        return command;
    }

    private static string Words(AdoptionReport report) => report.IsNothing
        ? "The database names all that is here already; nothing was added"
        : $"Brought back {Wording.Counted(report.Datasets, "dataset")} and {Wording.Counted(report.Runs, "run")}"
            + (report.Resumed > 0 ? $"; {Wording.Counted(report.Resumed, "unfinished run")} will go on when the app is served" : "");
}
