using Investigator.Identity.Keys;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity;

/// <summary>Reads the names of all who have or had an account, and of keys: they are few, and a page names several.</summary>
public sealed class NameQueries(IDbContextFactory<InvestigatorContext> contexts)
{
    public async Task<NameBook> ReadAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var names = await context.Users.AsNoTracking().Select(u => new { u.Id, u.Name }).ToDictionaryAsync(u => u.Id, u => u.Name, cancel);
        foreach (var key in await context.ApiKeys.AsNoTracking().ToListAsync(cancel))
        {
            names[KeyIdentity.IdOf(key)] = $"{key.Name} (key of {names.GetValueOrDefault(key.OwnerId, key.OwnerId)})";
        }

        return new NameBook(names);
    }
}
