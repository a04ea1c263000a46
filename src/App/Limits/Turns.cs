using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Investigator.Limits;

/// <summary>Data endpoints take turns: so many at once, so many waiting, and the others are told when to come back.</summary>
internal static class Turns
{
    /// <summary>Files that are made when they are asked for.</summary>
    public const string Exports = "exports";

    /// <summary>Short reads behind the map, and selections.</summary>
    public const string Reads = "reads";

    public static void Configure(RateLimiterOptions options, LimitOptions limits)
    {
        options.AddConcurrencyLimiter(Exports, turn => Set(turn, limits.Exports, limits.ExportsWaiting));
        options.AddConcurrencyLimiter(Reads, turn => Set(turn, limits.Reads, limits.ReadsWaiting));
        options.OnRejected = async (rejected, _) => await Refusal.WriteAsync(rejected.HttpContext, limits, string.Create(
            CultureInfo.InvariantCulture, $"The server has as much to do as it takes on at once. Try again in {limits.RetryAfterSeconds} seconds."));
    }

    private static void Set(ConcurrencyLimiterOptions turn, int atOnce, int waiting) =>
        (turn.PermitLimit, turn.QueueLimit, turn.QueueProcessingOrder) = (atOnce, waiting, QueueProcessingOrder.OldestFirst);
}
