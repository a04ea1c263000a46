using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Settings;

internal static class StoredSettings
{
    extension(InvestigatorContext context)
    {
        public DbSet<SettingsEntity> PolicySettings => context.Set<SettingsEntity>();
    }
}
