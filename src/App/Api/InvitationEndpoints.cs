using Investigator.Identity;
using Investigator.Identity.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Investigator.Api;

/// <summary>The forms behind links that work once.</summary>
internal static class InvitationEndpoints
{
    public static async Task<IResult> AcceptAsync(
        HttpContext http, [FromForm] string? token, [FromForm] string? name, [FromForm] string? userName, [FromForm] string? password,
        [FromForm] string? again, AcceptInvitation accept, BeginSession begin, CancellationToken cancel)
    {
        var accepted = await accept.HandleAsync(token, new NewAccount(name, userName, password, again), SignInPlace.Of(http), cancel);
        return await AnswerAsync(http, accepted, Again(token, accepted.Problem, name, userName), begin, cancel);
    }

    public static async Task<IResult> RecoverAsync(
        HttpContext http, [FromForm] string? token, [FromForm] string? password, [FromForm] string? again, AcceptRecovery accept, BeginSession begin,
        CancellationToken cancel)
    {
        var accepted = await accept.HandleAsync(token, password, again, SignInPlace.Of(http), cancel);
        return await AnswerAsync(http, accepted, Again(token, accepted.Problem), begin, cancel);
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, AcceptedLink accepted, string again, BeginSession begin, CancellationToken cancel)
    {
        if (accepted.User is { } user) return await AccountEndpoints.BeginAsync(http, user, SignInWay.Link, begin, null, cancel);
        return accepted.Problem is null ? AccountEndpoints.Problem("link") : Results.LocalRedirect(again);
    }

    /// <summary>The same page, with what was typed but the passwords.</summary>
    private static string Again(string? token, string? problem, string? name = null, string? userName = null) => QueryHelpers.AddQueryString(
        AccountAddress.InvitationPage,
        new Dictionary<string, string?> { ["token"] = token, ["problem"] = problem, ["name"] = Short(name), ["userName"] = Short(userName) });

    private static string? Short(string? text) => text is { Length: > AccountProblem.LongestName } ? text[..AccountProblem.LongestName] : text;
}
