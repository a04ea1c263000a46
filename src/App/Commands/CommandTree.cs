using System.CommandLine;
using System.CommandLine.Invocation;

namespace Investigator.Commands;

/// <summary>All commands of the executable; without one it serves.</summary>
internal static class CommandTree
{
    public static RootCommand Build(AppBuilder build)
    {
        var root = new RootCommand(
            "Investigator finds coordinated fraud: it clusters transactions by behaviour and shared entities, ranks the clusters by risk and explains each.")
        {
            DemoCommand.Create(build),
            CheckCommand.Create(),
            RunCommand.Create(),
            ImportRunCommand.Create(build),
            AdoptCommand.Create(build),
            FeaturesCommand.Create(),
            ClusterCommand.Create(),
            GenerateCommand.Create(),
            VerifyCommand.Create(),
            VerifyAuditCommand.Create(),
            ServeCommand.Create(build),
        };
        ServeCommand.Configure(root, build);
        return root;
    }

    /// <returns>0 done, 1 failed, 2 bad usage or input, 130 cancelled.</returns>
    public static async Task<int> RunAsync(this RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        using var signals = new StopSignals();
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        var code = await parsed.InvokeAsync(configuration, signals.Asked);
        return parsed.Action is ParseErrorAction ? ExitCode.BadInput : code;
    }
}
