using Investigator.Access;
using Investigator.Audit;
using Investigator.Dashboard;
using Investigator.Datasets;
using Investigator.Findings;
using Investigator.Outcomes;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Singles;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.Transactions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Composition;

internal static class StoreSetup
{
    public static IServiceCollection AddStore(this IServiceCollection services, DataFolder data) => services
        .AddSingleton(data)
        .AddScoped(_ => Actor.Local)
        .AddDbContextFactory<InvestigatorContext>((all, options) => options.UseSqlite(data.ConnectionString)
            .AddInterceptors(all.GetRequiredService<AuditInterceptor>()))
        .AddAudit(data)
        .AddPersonal()
        .AddSingleton<DatabaseCheck>()
        .AddSingleton<SchemaMigration>()
        .AddSingleton<RunAnswers>()
        .AddScoped<DatasetQueries>()
        .AddScoped<RunQueries>()
        .AddScoped<FindingQueries>()
        .AddScoped<BarQueries>()
        .AddScoped<RuleQueries>()
        .AddScoped<SingleQueries>()
        .AddScoped<DashboardQueries>()
        .AddScoped<LedgerQueries>()
        .AddScoped<TransactionQueries>();

    /// <summary>Brings the database to this version's schema and lets readers work beside the one writer.</summary>
    public static async Task MigrateStoreAsync(this IServiceProvider services, CancellationToken cancel = default)
    {
        try
        {
            await services.GetRequiredService<SchemaMigration>().RunAsync(cancel);
            await using var context = await services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync(cancel);
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancel);
        }
        catch (SqliteException e) when (DatabaseFault.Is(e))
        {
            throw DatabaseFault.Explain(services.GetRequiredService<DataFolder>().Database, e);
        }
    }
}
