namespace Investigator.Storage.Database;

/// <summary>Lets the writes of this process begin one after another, in the order in which they came.</summary>
/// <remarks>SQLite takes one write at a time anyway, but whoever finds it busy sleeps and tries again: among many some would be unlucky for seconds. The turn
/// only spares that; what keeps writes apart is the database's own lock.</remarks>
public sealed class WriteTurns
{
    // A write takes milliseconds. Whoever waited this long tries its luck, and its turn takes the place of the one that was not given back.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Whether the next write could begin at once.</summary>
    public bool IsFree => _turn.CurrentCount > 0;

    public void Take() => _turn.Wait(Patience);

    public Task TakeAsync(CancellationToken cancel) => _turn.WaitAsync(Patience, cancel);

    public void GiveBack() => _turn.Release();
}
