using Investigator.Access;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Storage.Database;

/// <summary>What people do and the register of what machines computed. One context an operation, from <see cref="IDbContextFactory{TContext}"/>.</summary>
/// <remarks>It knows no table by itself: each slice brings its entities' configuration and names its set. See <see cref="ContextFactory"/> for how a slice
/// writes.</remarks>
public sealed class InvestigatorContext(DbContextOptions<InvestigatorContext> options) : DbContext(options)
{
    /// <summary>Who changes rows through this context; null for one that only reads, which then cannot save.</summary>
    public Actor? Actor { get; set; }

    /// <summary>Why the actor changes them, in the actor's own words, where the handler was told.</summary>
    public string? Reason { get; set; }

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.AddInterceptors(ActorInterceptor.Instance);

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite keeps no time zone: every time in this store is UTC and comes back as UTC.
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcTime>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }
}
