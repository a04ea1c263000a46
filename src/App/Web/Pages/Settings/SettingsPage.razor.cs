using Investigator.Access;
using Investigator.Approvals;
using Investigator.Identity;
using Investigator.Settings;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Settings;

/// <summary>The policy settings in force, the way to ask for others, and those of before.</summary>
public sealed partial class SettingsPage : IDisposable
{
    private LoadView<PolicyView>? _view;
    private IDisposable? _subscription;

    [Inject]
    private SettingsQueries Settings { get; set; } = null!;

    [Inject]
    private ApprovalQueries Approvals { get; set; } = null!;

    [Inject]
    private ApproverQueries Approvers { get; set; } = null!;

    [Inject]
    private NameQueries People { get; set; } = null!;

    [Inject]
    private ApprovalMonitor Monitor { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    /// <param name="History">Newest first; the first is in force.</param>
    /// <param name="Origins">Of the requests that they came from, by id.</param>
    /// <param name="Names">Of people.</param>
    /// <param name="OtherApprovers">People other than the reader who may approve.</param>
    private sealed record PolicyView(
        IReadOnlyList<SettingsVersion> History, IReadOnlyDictionary<int, ApprovalOrigin> Origins, NameBook Names, int OtherApprovers)
    {
        public SettingsVersion InForce => History[0];
    }

    private static string Askers =>
        string.Join(" or ", AccessPolicy.RolesWith(Permission.ChangeSettings).Select(PermissionWords.Of)) + ".";

    protected override void OnInitialized() =>
        _subscription = Monitor.Subscribe(() => _ = InvokeAsync(() => _view?.ReloadAsync() ?? Task.CompletedTask));

    public void Dispose() => _subscription?.Dispose();

    private static string Since(PolicyView policy) => policy.InForce is { ValidFrom: { } from, ApprovedBy: { } approver }
        ? $"version {Format.Count(policy.InForce.Number)}, since {Format.Time(from)} UTC, approved by {policy.Names.Of(approver)}"
        : "as Investigator comes";

    private async Task<PolicyView> LoadAsync(CancellationToken cancel)
    {
        var history = await Settings.HistoryAsync(cancel);
        var origins = await Approvals.OriginsAsync([.. history.Select(static v => v.Approval).OfType<int>()], cancel);
        return new PolicyView(history, origins, await People.ReadAsync(cancel), await Approvers.CountOthersAsync(Actor, cancel));
    }
}
