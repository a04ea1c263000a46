using System.Globalization;
using Investigator.Protection;

namespace Investigator.Limits;

/// <summary>What those are told who find no room: calmly, and when to come back.</summary>
internal static class Refusal
{
    public static Task WriteAsync(HttpContext http, LimitOptions limits, string words)
    {
        // Where an endpoint had said already how long its answer may be kept.
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.RetryAfter = limits.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return ErrorAnswer.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, words);
    }
}
