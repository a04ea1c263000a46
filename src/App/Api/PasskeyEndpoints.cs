using Investigator.Identity;
using Investigator.Identity.Passkeys;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Investigator.Api;

/// <summary>Passkeys: a browser asks what to sign, and brings back what its device has signed.</summary>
internal static class PasskeyEndpoints
{
    /// <summary>Nothing is changed by asking, and what is asked for is of use to the asker alone.</summary>
    public static async Task<IResult> RequestAsync(HttpContext http, PasskeySignIn signIn) => Results.Json(await signIn.BeginAsync(http));

    public static async Task<IResult> SignInAsync(
        HttpContext http, [FromForm] string? credential, [FromForm] string? step, [FromForm] string? returnUrl, PasskeySignIn signIn, BeginSession begin,
        CancellationToken cancel) => await signIn.HandleAsync(http, credential, step, cancel) is { } user
        ? await AccountEndpoints.BeginAsync(http, user, SignInWay.Passkey, begin, returnUrl, cancel)
        : AccountEndpoints.Problem(AccountProblem.Passkey, returnUrl);

    public static async Task<IResult> CreationAsync(HttpContext http, CurrentActor current, AddPasskey add, CancellationToken cancel) =>
        Results.Json(await add.BeginAsync(current.Actor, http, cancel));

    public static async Task<IResult> AddAsync(
        HttpContext http, [FromForm] string? credential, [FromForm] string? step, [FromForm] string? name, CurrentActor current, AddPasskey add,
        CancellationToken cancel) => await add.HandleAsync(current.Actor, http, credential, step, name, cancel)
        ? Results.LocalRedirect(QueryHelpers.AddQueryString(AccountAddress.OwnPage, "done", "passkey"))
        : Results.LocalRedirect(QueryHelpers.AddQueryString(AccountAddress.OwnPage, "problem", AccountProblem.Passkey));
}
