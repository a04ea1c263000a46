using Microsoft.Extensions.Hosting;

namespace Investigator.Datasets;

/// <summary>Removes uploads that nobody needs any more, and drafts of them, at start and every few minutes.</summary>
public sealed partial class UploadSweep(UploadedFiles uploads, DraftFolder drafts, UploadLimits limits, TimeProvider clock, ILogger<UploadSweep> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(limits.Sweep, clock);
        try
        {
            do Sweep();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private void Sweep()
    {
        try
        {
            if (uploads.Sweep() is > 0 and var removed) LogRemoved(removed);
            drafts.Sweep();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            LogStuck(e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} uploads that nobody loaded")]
    private partial void LogRemoved(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An upload that nobody loaded could not be removed: {Reason}")]
    private partial void LogStuck(string reason);
}
