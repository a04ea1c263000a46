using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Protection;

namespace Investigator.Limits;

/// <summary>What those are told who find no room: calmly, and when to come back.</summary>
internal static class Refusal
{
    public static Task WriteAsync(HttpContext http, LimitOptions limits, string words) =>
        WriteAsync(http, StatusCodes.Status503ServiceUnavailable, limits.RetryAfterSeconds, words);

    /// <summary>For those who have asked more often than one may.</summary>
    public static Task TooOftenAsync(HttpContext http, int seconds) => WriteAsync(
        http, StatusCodes.Status429TooManyRequests, seconds,
        $"This was asked for more often than it may be. Nothing was done; try again in {Wording.Counted(seconds, "second")}.");

    private static Task WriteAsync(HttpContext http, int status, int seconds, string words)
    {
        // Where an endpoint had said already how long its answer may be kept.
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return ErrorAnswer.WriteAsync(http, status, words);
    }
}
