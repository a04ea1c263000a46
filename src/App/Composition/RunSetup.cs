using Investigator.Datasets;
using Investigator.Execution;
using Investigator.Runs;

namespace Investigator.Composition;

internal static class RunSetup
{
    public static IServiceCollection AddRuns(this IServiceCollection services) => services
        .AddSingleton<RunMonitor>()
        .AddSingleton<RunQueue>()
        .AddScoped<StartRun>()
        .AddScoped<CancelRun>()
        .AddScoped<BeginRun>()
        .AddScoped<FinishRun>()
        .AddScoped<EndRun>()
        .AddScoped<RunExecutor>()
        .AddSingleton<StartupSweep>()
        .AddHostedService<RunWorker>();
}
