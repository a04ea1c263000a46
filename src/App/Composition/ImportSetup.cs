using Investigator.Datasets;

namespace Investigator.Composition;

internal static class ImportSetup
{
    public static IServiceCollection AddImports(this IServiceCollection services, SourceSettings? settings = null) => services
        .AddSingleton(settings ?? new SourceSettings())
        .AddSingleton(new UploadLimits())
        .AddSingleton<AllowedSources>()
        .AddSingleton<PreviewReader>()
        .AddHostedService<UploadSweep>()
        .AddSingleton<UploadedFiles>()
        .AddSingleton<ImportQueue>()
        .AddScoped<ImportDataset>()
        .AddScoped<RegisterDataset>();
}
