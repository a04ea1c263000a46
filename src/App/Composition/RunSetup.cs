using Investigator.Datasets;
using Investigator.Execution;
using Investigator.Runs;


namespace Investigator.Composition;

internal static class RunSetup
{
    public static IServiceCollection AddRuns(this IServiceCollection services) => services
        .AddSingleton<RunMonitor>()
        .AddSingleton<RunQueue>()
        .AddSingleton<RunExecutor>()
        .AddSingleton<DatasetRegistry>()
        .AddSingleton<StartupSweep>()
        .AddHostedService<RunWorker>();
}
