using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Investigator.Access;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity;

/// <summary>The link by which whoever started a demo plays with it, as long as the process lives.</summary>
public sealed class DemoAccess(Accounts accounts, TimeProvider clock)
{
    private const string UserName = "demo";
    private string? _secret;

    /// <summary>Opens the demo to who has the link.</summary>
    /// <returns>The link's secret.</returns>
    public string Open() => _secret ??= Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <returns>The demo's user; null where this is no demo, or the secret another.</returns>
    public async Task<UserEntity?> FindAsync(string? secret, CancellationToken cancel = default)
    {
        if (_secret is null || secret is null) return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(_secret))) return null;
        await using var scope = accounts.Open(Actor.Local, Permission.ManagePeople);
        if (await scope.Context.Users.FirstOrDefaultAsync(static u => u.IsDemo, cancel) is { } known) return known;
        var user = new UserEntity
        {
            UserName = UserName,
            Name = "Demo user",
            IsDemo = true,
            Roles = [.. Enum.GetValues<Role>()],
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        (await scope.Users.CreateAsync(user)).Require();
        return user;
    }
}
