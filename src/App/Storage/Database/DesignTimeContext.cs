using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Investigator.Storage.Database;

/// <summary>Lets <c>dotnet ef migrations add</c> work without starting the app.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<InvestigatorContext>
{
    public InvestigatorContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<InvestigatorContext>().UseSqlite("Data Source=design.db").Options);
}
