using System.Net.Mime;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.WebUtilities;

namespace Investigator.Protection;

/// <summary>A page of one sentence that needs nothing else of the server but the icon: no circuit, no script, no database.</summary>
internal static class CalmPage
{
    public static Task WriteAsync(HttpContext context, int status, string words)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        return context.Response.WriteAsync(Html(status, words), context.RequestAborted);
    }

    private static string Html(int status, string words) =>
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" type="image/svg+xml" href="/images/investigator.svg" />
        <title>{{ReasonPhrases.GetReasonPhrase(status)}} · Investigator</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto 0; padding: 0 1.5rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.375rem; }
        </style>
        </head>
        <body>
        <main>
        <h1>{{Title(status)}}</h1>
        <p>{{HtmlEncoder.Default.Encode(words)}}</p>
        <p><a href="/">Home</a></p>
        </main>
        </body>
        </html>
        """;

    private static string Title(int status) => status switch
    {
        StatusCodes.Status200OK => "Signing out",
        StatusCodes.Status404NotFound => "There is no such page",
        StatusCodes.Status429TooManyRequests => "Too many tries just now",
        StatusCodes.Status503ServiceUnavailable => "Busy just now",
        >= 500 => "This page ran into a fault",
        _ => "This cannot be shown",
    };
}
