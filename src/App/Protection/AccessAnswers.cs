using Investigator.Access;
using Investigator.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.WebUtilities;

namespace Investigator.Protection;

/// <summary>What those get who may not: a person without a session the page to sign in at, everyone else a sentence.</summary>
internal sealed class AccessAnswers : IAuthorizationMiddlewareResultHandler
{
    private const string SignInFirst = "Sign in first; programs send a key: 'Authorization: Bearer inv_…'.";

    public async Task HandleAsync(RequestDelegate next, HttpContext http, AuthorizationPolicy policy, PolicyAuthorizationResult result)
    {
        if (result.Succeeded)
        {
            await next(http);
            return;
        }

        var current = http.RequestServices.GetRequiredService<CurrentActor>();
        if (current.Actor.Rights.Count == 0)
        {
            await AskToSignInAsync(http);
            return;
        }

        var needed = http.GetEndpoint()?.Metadata.GetMetadata<NeedsAttribute>()?.Permission;
        var words = needed is { } permission ? new NotAllowedException(permission).Message : "This is for nobody.";
        await RefusalRecord.WriteAsync(http, needed);
        await ErrorAnswer.WriteAsync(http, StatusCodes.Status403Forbidden, words);
    }

    private static Task AskToSignInAsync(HttpContext http)
    {
        if (!IsForAPerson(http.Request))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            var failure = http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Failure?.Message;
            return ErrorAnswer.RefuseAsync(http, StatusCodes.Status401Unauthorized, failure ?? SignInFirst);
        }

        var there = http.Request.Path + http.Request.QueryString;
        http.Response.Redirect(there == "/" ? AccountAddress.SignInPage : QueryHelpers.AddQueryString(AccountAddress.SignInPage, "returnUrl", there));
        return Task.CompletedTask;
    }

    // What a browser shows as a page; scripts, styles, images and connections say so, and programs ask for no HTML.
    private static bool IsForAPerson(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !ErrorAnswer.IsForData(request)
        && request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document"
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
