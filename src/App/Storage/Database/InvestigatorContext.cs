using Investigator.Clusters;
using Investigator.Datasets;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Selections;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Storage.Database;

/// <summary>What people do and the register of what machines computed. One context an operation, from <see cref="IDbContextFactory{TContext}"/>.</summary>
public sealed class InvestigatorContext(DbContextOptions<InvestigatorContext> options) : DbContext(options)
{
    public DbSet<DatasetEntity> Datasets => Set<DatasetEntity>();

    public DbSet<RunEntity> Runs => Set<RunEntity>();

    public DbSet<ClusterEntity> Clusters => Set<ClusterEntity>();

    public DbSet<RuleEntity> Rules => Set<RuleEntity>();

    public DbSet<SelectionEntity> Selections => Set<SelectionEntity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite keeps no time zone: every time in this store is UTC and comes back as UTC.
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcTime>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }
}
