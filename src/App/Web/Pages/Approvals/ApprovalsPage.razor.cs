using Investigator.Access;
using Investigator.Approvals;
using Investigator.Identity;
using Investigator.Protection;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Approvals;

/// <summary>The inbox: what waits for a second person, and what became of all that was asked for.</summary>
public sealed partial class ApprovalsPage : IDisposable
{
    private const int PageSize = 25;

    private static readonly ApprovalState[] Ended = [.. Enum.GetValues<ApprovalState>().Where(static state => state != ApprovalState.Waiting)];

    private LoadView<InboxView>? _view;
    private IDisposable? _subscription;

    [SupplyParameterFromQuery(Name = "state")]
    [OneOf(typeof(ApprovalState))]
    private string? State { get; set; }

    /// <summary>Shows the decided requests older than this one.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    private int? Before { get; set; }

    [Inject]
    private ApprovalQueries Approvals { get; set; } = null!;

    [Inject]
    private NameQueries People { get; set; } = null!;

    [Inject]
    private ApprovalMonitor Monitor { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    private sealed record InboxView(ApprovalInbox Inbox, NameBook Names);

    private object Asked => (State, Before);

    protected override void OnInitialized() =>
        _subscription = Monitor.Subscribe(() => _ = InvokeAsync(() => _view?.ReloadAsync() ?? Task.CompletedTask));

    public void Dispose() => _subscription?.Dispose();

    private async Task<InboxView> LoadAsync(CancellationToken cancel)
    {
        ApprovalState? state = Enum.TryParse<ApprovalState>(State, ignoreCase: true, out var named) ? named : null;
        return new InboxView(await Approvals.InboxAsync(Actor, state, PageSize, Before, cancel), await People.ReadAsync(cancel));
    }

    private void Filter(string? state) => Navigation.NavigateTo(Links.Approvals(string.IsNullOrEmpty(state) ? null : state));
}
