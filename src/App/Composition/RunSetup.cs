using Investigator.Datasets;
using Investigator.Execution;
using Investigator.Runs;
using Investigator.Storage;

namespace Investigator.Composition;

internal static class RunSetup
{
    public static IServiceCollection AddRuns(this IServiceCollection services) => services
        .AddSingleton<RunMonitor>()
        .AddSingleton<MapMonitor>()
        .AddSingleton<RunQueue>()
        .AddScoped<StartRun>()
        .AddScoped<CancelRun>()
        .AddScoped<DrawMap>()
        .AddScoped<StopMap>()
        .AddScoped<BeginRun>()
        .AddScoped<FinishRun>()
        .AddScoped<EndRun>()
        .AddScoped<PutBackRun>()
        .AddSingleton<DiskRoom>()
        .AddScoped<ImportRun>()
        .AddScoped<AdoptFiles>()
        .AddScoped<RunExecutor>()
        .AddScoped<SetMapStatus>()
        .AddScoped<MapExecutor>()
        .AddSingleton<PersistentWrites>()
        .AddSingleton<TrashFolder>()
        .AddSingleton<StartupRecovery>()
        .AddHostedService<RunWorker>();
}
