using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Storage;

/// <summary>The installation's id as the database has it, so that folder and database tell whether they belong together.</summary>
/// <remarks>A table beside the model's: it is about the file that the database is, not about anything people or machines do in it.</remarks>
internal static class InstallationRecord
{
    /// <returns>Null in a database that no start has seen whole: a new one, or one of the version before.</returns>
    public static async Task<string?> ReadAsync(InvestigatorContext context, CancellationToken cancel)
    {
        await context.Database.ExecuteSqlRawAsync("CREATE TABLE IF NOT EXISTS installation (id TEXT NOT NULL PRIMARY KEY)", cancel);
        return await context.Database.SqlQueryRaw<string>("SELECT id AS \"Value\" FROM installation").FirstOrDefaultAsync(cancel);
    }

    public static Task WriteAsync(InvestigatorContext context, string id, CancellationToken cancel) =>
        context.Database.ExecuteSqlAsync($"INSERT INTO installation (id) VALUES ({id})", cancel);

    /// <summary>Makes the database this installation's, whoever's it was.</summary>
    public static Task ReplaceAsync(InvestigatorContext context, string id, CancellationToken cancel) =>
        context.Database.ExecuteSqlAsync($"DELETE FROM installation WHERE id <> {id}; INSERT OR IGNORE INTO installation (id) VALUES ({id})", cancel);
}
