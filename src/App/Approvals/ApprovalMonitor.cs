namespace Investigator.Approvals;

/// <summary>Tells open pages that a request or a delegation changed. Subscribers are called on the pool's threads.</summary>
public sealed class ApprovalMonitor
{
    private event Action? Changed;

    /// <summary>Calls <paramref name="changed"/> whenever something changed, until disposed.</summary>
    public IDisposable Subscribe(Action changed)
    {
        Changed += changed;
        return new Subscription(() => Changed -= changed);
    }

    // Whoever decided need not wait until all open pages are drawn again.
    internal void Tell() => ThreadPool.QueueUserWorkItem(static monitor => monitor.Changed?.Invoke(), this, preferLocal: false);

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
