using System.Threading.RateLimiting;
using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Datasets;

/// <summary>How often one person may begin an upload: each writes to the disk and is looked through, however small it is.</summary>
internal sealed class UploadPace(UploadLimits limits) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _begun = PartitionedRateLimiter.Create<string, string>(person => RateLimitPartition.GetTokenBucketLimiter(
        person,
        _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.AtOnce,
            TokensPerPeriod = limits.PerMinute,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        }));

    /// <exception cref="NotAllowedException">The actor may not load data.</exception>
    /// <exception cref="InputException">The actor has begun too many.</exception>
    public void Begin(Actor actor)
    {
        actor.Require(Permission.LoadData);
        using var lease = _begun.AttemptAcquire(actor.Id);
        if (!lease.IsAcquired) throw new InputException(
            "files were uploaded more often than they may be", expected: "a minute of patience, or one zip of many files");
    }

    public void Dispose() => _begun.Dispose();
}
