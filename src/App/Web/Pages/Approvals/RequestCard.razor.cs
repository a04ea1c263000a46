using Investigator.Access;
using Investigator.Approvals;
using Investigator.Identity;
using Investigator.Storage;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Approvals;

/// <summary>A request that waits, and what the reader may do with it. What was done is shown by the page, which is told of it.</summary>
public sealed partial class RequestCard : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private string _reason = "";
    private string? _problem;
    private bool _busy;

    [Parameter, EditorRequired]
    public ApprovalLine Line { get; set; } = null!;

    [Parameter, EditorRequired]
    public NameBook Names { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private ApproveRequest Approve { get; set; } = null!;

    [Inject]
    private RejectRequest Reject { get; set; } = null!;

    [Inject]
    private WithdrawRequest Withdraw { get; set; } = null!;

    private string HeadId => FormattableString.Invariant($"request-{Line.Id}");

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private Task ApproveAsync() => TryAsync(() => Approve.HandleAsync(Actor, Line.Id, _reason, _gone.Token));

    private Task RejectAsync() => TryAsync(() => Reject.HandleAsync(Actor, Line.Id, _reason, _gone.Token));

    private Task WithdrawAsync() => TryAsync(() => Withdraw.HandleAsync(Actor, Line.Id, _gone.Token));

    private async Task TryAsync(Func<Task> act)
    {
        (_busy, _problem) = (true, null);
        try
        {
            await act();
        }
        catch (OperationCanceledException)
        {
            // The page is gone, or has shown the next state already.
        }
        catch (NotAllowedException e)
        {
            _problem = e.Message;
        }
        catch (Exception e) when (KnownFault.Words(e) is { } words)
        {
            _problem = words;
        }

        _busy = false;
    }
}
