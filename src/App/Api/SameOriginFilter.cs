namespace Investigator.Api;

/// <summary>Lets a writing request through only from the app's own pages, or from a program that is no browser: another site's page cannot write with a
/// visitor's rights.</summary>
/// <remarks>Browsers say where a request comes from in <c>Sec-Fetch-Site</c> and <c>Origin</c>, and no page can change either.</remarks>
internal sealed class SameOriginFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsOwn(context.HttpContext.Request) ? await next(context)
            : Results.Problem("The request comes from another site.", statusCode: StatusCodes.Status403Forbidden);

    private static bool IsOwn(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return site is "" or "same-origin" or "none" && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}");
    }
}
