using Investigator.Engine.Tables;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Settings;

/// <summary>Reads the versions of the policy settings.</summary>
public sealed class SettingsQueries(IDbContextFactory<InvestigatorContext> contexts)
{
    /// <summary>Every version, newest first; the last is that which came with the app.</summary>
    public async Task<IReadOnlyList<SettingsVersion>> HistoryAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.PolicySettings.AsNoTracking().OrderByDescending(s => s.Number).ToListAsync(cancel);
        return [.. rows.Select(Read), SettingsVersion.First];
    }

    /// <summary>The version in force, as the transaction of <paramref name="context"/> sees it.</summary>
    public static async Task<SettingsVersion> InForceAsync(InvestigatorContext context, CancellationToken cancel = default) =>
        await context.PolicySettings.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancel) is { } row ? Read(row) : SettingsVersion.First;

    internal static SettingsVersion Read(SettingsEntity row) =>
        new(row.Number, StoredJson.Parse<PolicySettings>(row.Settings), row.ValidFrom, row.CreatedBy, row.ApprovalId);
}
