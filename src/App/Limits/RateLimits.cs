using System.Net;
using System.Threading.RateLimiting;
using Investigator.Access;
using Investigator.Protection;
using Microsoft.AspNetCore.RateLimiting;

namespace Investigator.Limits;

/// <summary>How often one may ask: for a session, by address and by the name of the account; for data, by who asks.</summary>
internal static class RateLimits
{
    /// <summary>The policy of every endpoint at which passwords, codes or links of an account are tried.</summary>
    public const string SignIn = "sign-in";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static void Configure(RateLimiterOptions options, LimitOptions limits)
    {
        options.AddPolicy(SignIn, http => Bucket(AddressOf(http), limits.SignInsOfAddress, limits.SignInsOfAddressPerMinute, Minute));
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(http => OfName(http, limits)),
            PartitionedRateLimiter.Create<HttpContext, string>(http => OfActor(http, limits)));
        options.OnRejected = static (rejected, _) => new ValueTask(RefuseAsync(rejected));
    }

    /// <summary>Whether an account's secrets are tried here.</summary>
    public static bool IsSignIn(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName == SignIn;

    private static RateLimitPartition<string> OfName(HttpContext http, LimitOptions limits) => AccountName.Of(http) is { } name
        ? Bucket(name, limits.SignInsOfName, limits.SignInsOfNamePerMinute, Minute)
        : RateLimitPartition.GetNoLimiter("");

    private static RateLimitPartition<string> OfActor(HttpContext http, LimitOptions limits)
    {
        if (!ErrorAnswer.IsForData(http.Request)) return RateLimitPartition.GetNoLimiter("");
        var actor = http.RequestServices.GetRequiredService<Actor>();
        return actor.Id == Actor.Nobody.Id
            ? Bucket(AddressOf(http), limits.SignInsOfAddress, limits.SignInsOfAddressPerMinute, Minute)
            : Bucket(actor.Id, limits.Calls, limits.CallsPerSecond, Second);
    }

    // What a household or a server has of IPv6 is a network of 64 bits: each of its addresses would otherwise begin anew.
    private static string AddressOf(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address) return "";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? address.ToString() : new IPAddress([.. bytes[..8], .. new byte[8]]).ToString();
    }

    private static RateLimitPartition<string> Bucket(string key, int atOnce, int perPeriod, TimeSpan period) => RateLimitPartition.GetTokenBucketLimiter(
        key, _ => new TokenBucketRateLimiterOptions { TokenLimit = atOnce, TokensPerPeriod = perPeriod, ReplenishmentPeriod = period });

    private static Task RefuseAsync(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) && known > Second ? known : Second;
        return Refusal.TooOftenAsync(rejected.HttpContext, (int)Math.Ceiling(wait.TotalSeconds));
    }
}
