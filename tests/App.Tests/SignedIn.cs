using System.Globalization;
using Investigator.Access;
using Investigator.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Investigator.App.Tests;

/// <summary>People with accounts on a server of this process, and the cookies of their browsers.</summary>
internal static class SignedIn
{
    private static int _number;

    /// <summary>Makes an account; with no role named it has all of them.</summary>
    public static async Task<UserEntity> PersonAsync(IServiceProvider services, params Role[] roles)
    {
        await using var scope = services.GetRequiredService<Accounts>().Open(Actor.Local, Permission.ManagePeople);
        var name = string.Create(CultureInfo.InvariantCulture, $"person{Interlocked.Increment(ref _number)}");
        var user = new UserEntity { UserName = name, Name = name, Roles = [.. roles.Length == 0 ? Enum.GetValues<Role>() : roles], LockoutEnabled = true };
        (await scope.Users.CreateAsync(user)).Require();
        return user;
    }

    /// <summary>The Cookie header of a browser in which the person has just signed in.</summary>
    public static async Task<string> CookieAsync(IServiceProvider services, UserEntity user)
    {
        await using var scope = services.CreateAsyncScope();
        var begin = scope.ServiceProvider.GetRequiredService<BeginSession>();
        var session = await begin.HandleAsync(user, SignInWay.Password, new SignInPlace("127.0.0.1", "test"));
        return CookieOf(services, session);
    }

    /// <summary>That of a new person with these roles, or with all.</summary>
    public static async Task<string> CookieAsync(IServiceProvider services, params Role[] roles) =>
        await CookieAsync(services, await PersonAsync(services, roles));

    /// <summary>The Cookie header that names a session.</summary>
    public static string CookieOf(IServiceProvider services, string session)
    {
        var options = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(SessionTicket.Scheme);
        var ticket = new AuthenticationTicket(SessionTicket.For(session), SessionTicket.Scheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }

    /// <summary>A client of a server that has started, as a person of these roles, or of all.</summary>
    public static async Task<HttpClient> ClientAsync(IServiceProvider services, params Role[] roles)
    {
        var http = new HttpClient { BaseAddress = new Uri(services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        http.DefaultRequestHeaders.Add("Cookie", await CookieAsync(services, roles));
        return http;
    }
}
