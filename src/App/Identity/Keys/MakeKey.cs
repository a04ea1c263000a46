using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity.Keys;

/// <summary>Makes a key that asks in place of whoever makes it.</summary>
public sealed class MakeKey(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <summary>In days; a key that is forgotten ends by itself.</summary>
    public const int Longest = 365;

    public const int LongestName = 80;

    /// <returns>The secret, which is kept nowhere.</returns>
    /// <exception cref="InputException">It has no name, no scope, or no end within a year; or a scope that the maker lacks.</exception>
    public async Task<string> HandleAsync(Actor actor, string name, IReadOnlyCollection<Permission> scopes, int days, CancellationToken cancel = default)
    {
        actor.Require(Permission.UseKeys);
        Check(actor, name, scopes, days);
        var (secret, now) = (KeySecret.Make(), clock.GetUtcNow().UtcDateTime);
        await using var context = await contexts.OpenAsync(actor, Permission.UseKeys, cancel);
        if (!await context.Users.AnyAsync(u => u.Id == actor.Id, cancel)) throw new InputException(
            "a key belongs to an account", expected: "someone who has signed in");
        context.ApiKeys.Add(new ApiKeyEntity
        {
            Name = name.Trim(),
            OwnerId = actor.Id,
            Hash = KeySecret.HashOf(secret),
            Beginning = KeySecret.BeginningOf(secret),
            Scopes = [.. KeyScopes.All.Where(scopes.Contains)],
            CreatedAt = now,
            ExpiresAt = now.AddDays(days),
        });
        await context.SaveChangesAsync(cancel);
        return secret;
    }

    private static void Check(Actor actor, string name, IReadOnlyCollection<Permission> scopes, int days)
    {
        if (actor.Kind != ActorKind.Person) throw new InputException("a program makes no keys", expected: "a person");
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > LongestName || name.Any(char.IsControl))
        {
            throw new InputException("the key has no usable name", value: name, expected: FormattableString.Invariant($"up to {LongestName} characters"));
        }

        if (days is < 1 or > Longest) throw new InputException(
            "a key ends within a year", value: FormattableString.Invariant($"{days} days"), expected: FormattableString.Invariant($"1 to {Longest} days"));
        if (scopes.Count == 0) throw new InputException("the key may do nothing", expected: "one thing or more that it is for");
        if (scopes.Except(KeyScopes.Of(actor)).Select(static s => PermissionWords.Of(s)).FirstOrDefault() is { } beyond)
        {
            throw new InputException("a key may do no more than its owner", value: beyond, expected: "what you may do yourself, over HTTP");
        }
    }
}
