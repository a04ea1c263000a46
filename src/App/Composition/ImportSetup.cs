using Investigator.Datasets;

namespace Investigator.Composition;

internal static class ImportSetup
{
    /// <param name="services">Where they are registered.</param>
    /// <param name="folders">Folders whose files pages may load, besides the data folder's own for that.</param>
    public static IServiceCollection AddImports(this IServiceCollection services, IReadOnlyList<string>? folders = null) => services
        .AddSingleton(new SourceSettings { Folders = folders ?? [] })
        .AddSingleton(new UploadLimits())
        .AddSingleton<AllowedSources>()
        .AddSingleton<ReadingTurns>()
        .AddSingleton<PreviewReader>()
        .AddSingleton<SourceChecker>()
        .AddHostedService<UploadSweep>()
        .AddSingleton<UploadedFiles>()
        .AddSingleton<UploadPace>()
        .AddSingleton<DraftFolder>()
        .AddSingleton<ImportQueue>()
        .AddScoped<ImportDataset>()
        .AddScoped<CancelImport>()
        .AddScoped<RegisterDataset>()
        .AddScoped<SavedMappingQueries>()
        .AddScoped<SaveMapping>()
        .AddScoped<DeleteSavedMapping>();
}
