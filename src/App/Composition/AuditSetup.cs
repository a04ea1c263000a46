using Investigator.Audit;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.AspNetCore.DataProtection;

namespace Investigator.Composition;

internal static class AuditSetup
{
    /// <summary>The name that protects what this app protects from any other app's reading.</summary>
    private const string ApplicationName = "Investigator";

    public static IServiceCollection AddAudit(this IServiceCollection services, DataFolder data)
    {
        services.AddDataProtection().SetApplicationName(ApplicationName).PersistKeysToFileSystem(new DirectoryInfo(data.Keys));
        return services
            .AddSingleton<WriteTurns>()
            .AddSingleton<PersonKeys>()
            .AddSingleton<AuditWriter>()
            .AddSingleton<AuditInterceptor>()
            .AddSingleton<AuditLog>()
            .AddSingleton<AnchorWriter>()
            .AddScoped<AuditQueries>()
            .AddScoped<ErasePerson>()
            .AddHostedService<AuditAnchoring>();
    }
}
