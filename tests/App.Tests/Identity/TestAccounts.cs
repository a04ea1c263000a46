using System.Buffers.Binary;
using System.Security.Cryptography;
using Investigator.Access;
using Investigator.Identity;
using Investigator.Identity.SecondFactor;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Identity;

/// <summary>Accounts with passwords and authenticators, and what their owners do.</summary>
internal static class TestAccounts
{
    public const string Password = "four quiet herons wade";

    public static async Task<UserEntity> WithPasswordAsync(IServiceProvider services, params Role[] roles)
    {
        var user = await SignedIn.PersonAsync(services, roles);
        await using var scope = services.GetRequiredService<Accounts>().Open(Actor.Local, Permission.ManagePeople);
        Assert.True((await scope.Users.AddPasswordAsync((await scope.FindAsync(user.Id))!, Password)).Succeeded);
        return user;
    }

    public static Actor ActorOf(UserEntity user) => new(user.Id, user.Name, ActorKind.Person) { Rights = AccessPolicy.Of(user.Roles) };

    /// <summary>Does something with a handler in a scope of its own.</summary>
    public static async Task<TResult> DoAsync<THandler, TResult>(IServiceProvider services, Func<THandler, Task<TResult>> act)
        where THandler : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<THandler>());
    }

    public static Task DoAsync<THandler>(IServiceProvider services, Func<THandler, Task> act)
        where THandler : notnull => DoAsync<THandler, bool>(services, async handler =>
        {
            await act(handler);
            return true;
        });

    /// <summary>Sets an authenticator up; the code that confirms it is that of two steps ago.</summary>
    public static async Task<(string Key, IReadOnlyList<string> Codes)> EnrolAsync(IServiceProvider services, UserEntity user)
    {
        var key = (await DoAsync<BeginAuthenticator, AuthenticatorKey>(services, h => h.HandleAsync(ActorOf(user)))).Text;
        var codes = await DoAsync<ConfirmAuthenticator, IReadOnlyList<string>>(services, h => h.HandleAsync(ActorOf(user), CodeOf(key, -2)));
        return (key, codes);
    }

    /// <summary>What the app shows (RFC 6238): of now, or so many steps of half a minute from now.</summary>
    public static string CodeOf(string key, int steps = 0)
    {
        var step = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(step, (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + steps);
        var hash = HMACSHA1.HashData(FromBase32(key.Replace(" ", "", StringComparison.Ordinal)), step);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] FromBase32(string text)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(text.Select(static c => Convert.ToString(letters.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(static b => b.Length == 8).Select(static b => Convert.ToByte(new string(b), 2))];
    }
}
