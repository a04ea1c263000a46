namespace Investigator.Web.Pages.AddData;

/// <summary>Of several pieces of work only the newest goes on: beginning one ends the one before it.</summary>
internal sealed class NewestOnly : IDisposable
{
    private CancellationTokenSource _cancel = new();

    /// <summary>Ends whatever goes on, and gives the token of what begins.</summary>
    public CancellationToken Begin()
    {
        _cancel.Cancel();
        _cancel.Dispose();
        _cancel = new CancellationTokenSource();
        return _cancel.Token;
    }

    public void Dispose()
    {
        _cancel.Cancel();
        _cancel.Dispose();
    }
}
