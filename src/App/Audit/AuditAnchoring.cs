namespace Investigator.Audit;

/// <summary>Keeps the day's anchor up to date while the app serves, and brings it to the last entry when it stops.</summary>
/// <remarks>Registered before all that writes in the background: what is started first is stopped last.</remarks>
public sealed class AuditAnchoring(AnchorWriter anchors, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await anchors.WriteAsync(CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do await anchors.WriteAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }
}
