using Investigator.Access;
using Investigator.Approvals;
using Investigator.Identity;
using Investigator.Storage;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Approvals;

public sealed partial class DelegationPanel : IDisposable
{
    private const int UsualDays = 14;

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<DelegationLine> _lines = [];
    private IReadOnlyList<PersonChoice> _people = [];
    private IDisposable? _subscription;
    private string _to = "";
    private DateTime _until;
    private string _reason = "";
    private string? _problem;
    private bool _busy;

    [Parameter, EditorRequired]
    public NameBook Names { get; set; } = null!;

    [Inject]
    private DelegationQueries Delegations { get; set; } = null!;

    [Inject]
    private ApproverQueries Approvers { get; set; } = null!;

    [Inject]
    private HandOnRight HandOn { get; set; } = null!;

    [Inject]
    private EndDelegation End { get; set; } = null!;

    [Inject]
    private ApprovalMonitor Monitor { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private bool CanHandOn => Actor.May(Permission.Approve);

    private string EndLabel(DelegationLine line) => $"End that {Names.Of(line.To)} decides for {Names.Of(line.From)}";

    private DateTime Today => Clock.GetUtcNow().UtcDateTime.Date;

    protected override async Task OnInitializedAsync()
    {
        _until = Today.AddDays(UsualDays);
        _subscription = Monitor.Subscribe(() => _ = InvokeAsync(ShowAsync));
        await ShowAsync();
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    private Task ShowAsync() => TryAsync(async () =>
    {
        _lines = await Delegations.OfAsync(Actor, _gone.Token);
        if (CanHandOn) _people = await Approvers.OthersAsync(Actor, _gone.Token);
        StateHasChanged();
    });

    private Task EndAsync(DelegationLine line) => TryAsync(() => End.HandleAsync(Actor, line.Id, _gone.Token));

    private Task HandOnAsync() => TryAsync(async () =>
    {
        // The day that was chosen is included, unless that is longer than a right may be handed on.
        var end = _until.Date.AddDays(1);
        var last = Clock.GetUtcNow().UtcDateTime + HandOnRight.Longest;
        await HandOn.HandleAsync(Actor, _to, end > last && _until.Date <= last ? last : end, _reason, _gone.Token);
        (_to, _reason) = ("", "");
    });

    private async Task TryAsync(Func<Task> act)
    {
        if (_gone.IsCancellationRequested) return;
        (_busy, _problem) = (true, null);
        try
        {
            await act();
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
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
