using Investigator.Storage;

namespace Investigator.Execution;

/// <summary>
/// Waits until a full disk has room again: looks calmly, and lets the work be tried now and then all the same, for not every limit can be seen.
/// </summary>
public sealed class DiskRoom(DataFolder data, TimeProvider clock)
{
    /// <summary>So much more than there was counts as room.</summary>
    private const long Enough = 1 << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Bytes that the data folder's disk has free.</summary>
    public Func<long> Free { get; init; } = () => new DriveInfo(data.Path).AvailableFreeSpace;

    /// <param name="attempt">How often the work has met the full disk, from 1: the longer it lasts, the rarer it is tried without a sign of room.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task WaitAsync(int attempt, CancellationToken cancel)
    {
        var least = Free();
        var patience = Longest < Interval * Math.Pow(2, Math.Min(attempt, 10)) ? Longest : Interval * Math.Pow(2, attempt);
        for (var waited = TimeSpan.Zero; waited < patience; waited += Interval)
        {
            await Task.Delay(Interval, clock, cancel);
            if (Free() >= least + Enough) return;
            least = Math.Min(least, Free());
        }
    }
}
