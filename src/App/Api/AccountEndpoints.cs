using Investigator.Access;
using Investigator.Identity;
using Investigator.Identity.OpenId;
using Investigator.Identity.SecondFactor;
using Investigator.Protection;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Investigator.Api;

/// <summary>Signing in and out: what sets the cookie cannot be done over a circuit.</summary>
internal static class AccountEndpoints
{
    /// <summary>The link of the first start.</summary>
    public static async Task<IResult> FirstAsync(
        HttpContext http, [FromQuery] string? token, FirstAdministrator first, BeginSession begin, CancellationToken cancel)
    {
        if (!IsOpened(http.Request)) return Results.NoContent();
        return await first.HandleAsync(token, cancel) is { } user ? await BeginAsync(http, user, SignInWay.Link, begin, null, cancel) : Problem("link");
    }

    /// <summary>The link of a demo.</summary>
    public static async Task<IResult> DemoAsync(
        HttpContext http, [FromQuery] string? token, [FromQuery] string? returnUrl, DemoAccess demo, BeginSession begin, CancellationToken cancel)
    {
        if (!IsOpened(http.Request)) return Results.NoContent();
        return await demo.FindAsync(token, cancel) is { } user ? await BeginAsync(http, user, SignInWay.Demo, begin, returnUrl, cancel) : Problem("link");
    }

    /// <summary>The form with name and password.</summary>
    public static async Task<IResult> SignInAsync(
        HttpContext http, [FromForm] string? name, [FromForm] string? password, [FromForm] string? returnUrl, PasswordSignIn signIn, CodeSignIn codes,
        BeginSession begin, CancellationToken cancel)
    {
        var user = await signIn.HandleAsync(name, password, SignInPlace.Of(http), cancel);
        if (user is null) return Problem("wrong", returnUrl);
        if (!user.TwoFactorEnabled) return await BeginAsync(http, user, SignInWay.Password, begin, returnUrl, cancel);
        StepCookie.Set(http, codes.Begin(user, returnUrl));
        return Results.LocalRedirect(AccountAddress.CodePage);
    }

    /// <summary>The form with the code that is owed after the password.</summary>
    public static async Task<IResult> CodeAsync(
        HttpContext http, [FromForm] string? code, CodeSignIn codes, BeginSession begin, CancellationToken cancel)
    {
        var token = StepCookie.Of(http);
        if (await codes.HandleAsync(token, code, SignInPlace.Of(http), cancel) is not { } entered)
        {
            var again = QueryHelpers.AddQueryString(AccountAddress.CodePage, "problem", "wrong");
            return Results.LocalRedirect(codes.IsOwed(token) ? again : AccountAddress.CodePage);
        }

        StepCookie.Remove(http);
        return await BeginAsync(http, entered.User, SignInWay.PasswordAndCode, begin, entered.ReturnUrl, cancel);
    }

    /// <summary>The link to another system's accounts, which send the browser back here.</summary>
    public static async Task<IResult> OpenIdAsync(HttpContext http, [FromQuery] string? returnUrl)
    {
        try
        {
            await http.ChallengeAsync(OpenIdWay.Scheme, new AuthenticationProperties { RedirectUri = LocalPath.Of(returnUrl) });
            return Results.Empty;
        }
        catch (InvalidOperationException e) when (e.InnerException is IOException or HttpRequestException)
        {
            return Problem(OpenIdWay.Away, returnUrl);
        }
    }

    public static async Task<IResult> SignOutAsync(
        HttpContext http, [FromForm] string? everywhere, CurrentActor current, EndSession end, OpenIdSignOut openId, CancellationToken cancel)
    {
        var there = await openId.AddressAsync(http);
        if (current.Session is { } session)
        {
            if (everywhere is not null) await end.AllAsync(current.Actor, session.UserId, cancel: cancel);
            else await end.HandleAsync(current.Actor, session.Id, cancel);
        }

        await http.SignOutAsync(SessionTicket.Scheme);
        return there is null ? Results.LocalRedirect(AccountAddress.SignInPage) : new Onward(there);
    }

    /// <summary>The role that a demo's user plays from now on.</summary>
    public static async Task<IResult> PlayAsync(
        [FromForm] string? role, [FromForm] string? returnUrl, CurrentActor current, PlayRole play, CancellationToken cancel)
    {
        var known = Enum.TryParse<Role>(role, out var chosen) && Enum.IsDefined(chosen);
        if (current.Session is not { } session || !(known || string.IsNullOrEmpty(role))) return Results.BadRequest();
        return await play.HandleAsync(current.Actor, session.Id, known ? chosen : null, cancel)
            ? Results.LocalRedirect(LocalPath.Of(returnUrl)) : Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    /// <summary>Lets the person in and sends the browser to where it was going.</summary>
    internal static async Task<IResult> BeginAsync(
        HttpContext http, UserEntity user, SignInWay way, BeginSession begin, string? returnUrl, CancellationToken cancel)
    {
        if (AccessPolicy.Of(user.Roles).Count == 0) return Problem(AccountProblem.NoRole);
        var session = await begin.HandleAsync(user, way, SignInPlace.Of(http), cancel);
        await http.SignInAsync(SessionTicket.Scheme, SessionTicket.For(session), new AuthenticationProperties { IsPersistent = true });
        return Results.LocalRedirect(LocalPath.Of(returnUrl));
    }

    internal static IResult Problem(string what, string? returnUrl = null)
    {
        var there = QueryHelpers.AddQueryString(AccountAddress.SignInPage, "problem", what);
        return Results.LocalRedirect(LocalPath.Of(returnUrl) is var path and not "/" ? QueryHelpers.AddQueryString(there, "returnUrl", path) : there);
    }

    // A link is used up by being opened, not by a browser that looks ahead or by a program that asks whether it is there.
    private static bool IsOpened(HttpRequest request) =>
        !request.Headers.ContainsKey("Purpose") && !request.Headers.ContainsKey("Sec-Purpose") && request.HttpContext.Features.Get<HeadersOnly>() is null;

    /// <summary>A page that leads elsewhere by itself: what a form was sent to may not be answered with a way to another site.</summary>
    private sealed class Onward(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            http.Response.Headers["Refresh"] = $"0; url={address}";
            return CalmPage.WriteAsync(http, StatusCodes.Status200OK, "You are signed out here, and will be where your account is.");
        }
    }
}
