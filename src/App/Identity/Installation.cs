using Investigator.Access;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity;

/// <summary>Whether this installation belongs to somebody yet.</summary>
public sealed class Installation(IDbContextFactory<InvestigatorContext> contexts)
{
    /// <summary>Whether there is an administrator, which the demo's own user is not.</summary>
    public async Task<bool> HasAdministratorAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var roles = await context.Users.Where(static u => !u.IsDemo && u.DisabledAt == null).Select(static u => u.Roles).ToListAsync(cancel);
        return roles.Exists(static r => r.Contains(Role.Administrator));
    }
}
