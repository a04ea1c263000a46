using Investigator.Datasets;

namespace Investigator.Composition;

internal static class ImportSetup
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton<UploadedFiles>()
        .AddSingleton<ImportQueue>()
        .AddScoped<ImportDataset>()
        .AddScoped<RegisterDataset>();
}
