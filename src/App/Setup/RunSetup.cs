using Investigator.Runs;

namespace Investigator.Setup;

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
