using Microsoft.Net.Http.Headers;

namespace Investigator.Protection;

/// <summary>Over https every cookie bears a name that browsers take from this very host over TLS alone (<c>__Host-</c>). What is further in knows its cookies
/// by their plain names.</summary>
/// <remarks>So neither another host of the same domain nor someone on the line, who can set cookies over http, puts a session under a person.</remarks>
internal sealed class HostCookies(RequestDelegate next)
{
    private const string Prefix = "__Host-";

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.IsHttps) return next(context);
        var sent = context.Request.Headers.Cookie.SelectMany(static line => (line ?? "").Split(';')).Select(Plain).OfType<string>();
        if (context.Request.Headers.Cookie.Count > 0) context.Request.Headers.Cookie = string.Join("; ", sent);
        context.Response.OnStarting(static state => Name((HttpResponse)state), context.Response);
        return next(context);
    }

    /// <returns>Null for a cookie without the prefix: it is not known who set it.</returns>
    private static string? Plain(string cookie)
    {
        cookie = cookie.Trim();
        return cookie.StartsWith(Prefix, StringComparison.Ordinal) ? cookie[Prefix.Length..] : null;
    }

    private static Task Name(HttpResponse response)
    {
        if (response.Headers.SetCookie.Count == 0) return Task.CompletedTask;
        response.Headers.SetCookie = response.Headers.SetCookie.Select(static line => Named(line ?? "")).ToArray();
        return Task.CompletedTask;
    }

    // Browsers refuse the name unless the cookie is for the whole host and for no other.
    private static string Named(string line)
    {
        var cookie = SetCookieHeaderValue.Parse(line);
        (cookie.Name, cookie.Path, cookie.Secure) = (Prefix + cookie.Name, "/", true);
        cookie.Domain = null;
        return cookie.ToString();
    }
}
