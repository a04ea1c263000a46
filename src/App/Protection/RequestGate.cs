namespace Investigator.Protection;

/// <summary>Lets in, before anything else looks at it, only what asks for this server by its own name and does not come from another site's page.</summary>
/// <remarks>
/// <para>Browsers say where a request comes from in <c>Sec-Fetch-Site</c> and <c>Origin</c>, and no page can change either. A program that is no browser sends
/// neither, and may read and write: it has the rights of who started it.</para>
/// <para>Another site may do one thing: lead a person here, by a link to a page. It may not embed a page, read from it, write to it, or make the server compute
/// a download. "Another site" includes what else this machine serves at another port.</para>
/// </remarks>
internal sealed class RequestGate(RequestDelegate next, OwnNames names, ILogger<RequestGate> log)
{
    private const string UnknownName =
        "Investigator is not served under the name that was asked for: use the address that it printed when it started.";

    private static readonly PathString Hub = "/_blazor";

    public Task InvokeAsync(HttpContext context)
    {
        if (Refuse(context.Request) is not { } refused) return next(context);
        log.LogDebug("Refused {Method} {Path}: {Why}", context.Request.Method, context.Request.Path, refused.Words);
        return ErrorAnswer.RefuseAsync(context, refused.Status, refused.Words);
    }

    private (int Status, string Words)? Refuse(HttpRequest request)
    {
        if (!names.IsHost(request.Host))
        {
            return (StatusCodes.Status400BadRequest, UnknownName);
        }

        if (IsFromElsewhere(request)) return (StatusCodes.Status403Forbidden, "The request comes from another site.");
        if (IsConnecting(request) && request.Headers.Origin.Count == 0)
        {
            return (StatusCodes.Status403Forbidden, "The connection does not say which page it is for.");
        }

        return null;
    }

    private bool IsFromElsewhere(HttpRequest request)
    {
        if (request.Headers.Origin.Any(origin => !names.IsOrigin(origin ?? "", request))) return true;
        return request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none") && !IsLinkToAPage(request);
    }

    private static bool IsLinkToAPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document"
        && !ErrorAnswer.IsForData(request) && !request.Path.StartsWithSegments(Hub);

    // Browsers send the origin with each of these; a poll (GET) carries none, and needs the id that negotiating gave.
    private static bool IsConnecting(HttpRequest request) =>
        request.Path.StartsWithSegments(Hub) && (!HttpMethods.IsGet(request.Method) || request.Headers.Upgrade.Count > 0);
}
