using Investigator.Imports;

namespace Investigator.Setup;

internal static class ImportSetup
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services.AddSingleton<UploadedFiles>().AddSingleton<DatasetImports>();
}
