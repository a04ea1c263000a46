using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Selections;

internal static class StoredSelections
{
    extension(InvestigatorContext context)
    {
        public DbSet<SelectionEntity> Selections => context.Set<SelectionEntity>();
    }
}
