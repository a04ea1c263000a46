namespace Investigator.Protection;

/// <summary>The headers that every answer carries, errors and files too: what a browser may do with it.</summary>
internal sealed class AnswerHeaders(RequestDelegate next)
{
    // Referrer-Policy is not the stricter no-referrer: browsers then hide the origin of a page's own beacons and forms as well, and those would be refused.
    private static readonly (string Name, string Value)[] Fixed =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), serial=(), usb=()"),
    ];

    // Browsers take it from TLS alone, and loopback names are anyone's.
    private const string SecureForAYear = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state => Set((HttpContext)state), context);
        return next(context);
    }

    private static Task Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        foreach (var (name, value) in Fixed) headers[name] = value;
        if (context.Request.IsHttps && !OwnNames.IsLoopback(context.Request.Host)) headers.StrictTransportSecurity = SecureForAYear;
        headers.ContentSecurityPolicy = ContentPolicy.For(context.GetEndpoint());

        // Assets, and the map's columns, say themselves how long they may be kept; everything else is someone's data.
        if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
