using Investigator.Access;
using Investigator.Identity;
using Investigator.Storage;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Account;

/// <summary>A part of an account's page that changes something, one thing at a time, and says what was wrong.</summary>
public abstract class AccountPanel : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    /// <summary>Told once something was changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    protected Actor Actor { get; set; } = null!;

    [Inject]
    protected CurrentActor Current { get; set; } = null!;

    /// <summary>What was wrong with the last try.</summary>
    protected string? Said { get; private set; }

    protected bool Busy { get; private set; }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <returns>Whether it was done.</returns>
    protected async Task<bool> DoAsync(Func<CancellationToken, Task> act)
    {
        (Busy, Said) = (true, null);
        try
        {
            await act(_gone.Token);
            if (OnChanged.HasDelegate) await OnChanged.InvokeAsync();
            return true;
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (Exception e) when (KnownFault.Words(e) is { } words)
        {
            Said = words;
        }
        finally
        {
            Busy = false;
        }

        return false;
    }
}
