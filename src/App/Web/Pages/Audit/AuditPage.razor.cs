using Investigator.Access;
using Investigator.Audit;
using Investigator.Engine.Core;
using Investigator.Protection;
using Investigator.Storage;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Investigator.Web.Pages.Audit;

public sealed partial class AuditPage
{
    private const int EntriesShown = 50;

    private LoadView<AuditExtract>? _entries;
    private AuditFilter _filter = new();
    private string? _problem;

    [SupplyParameterFromQuery]
    private string? Who { get; set; }

    [SupplyParameterFromQuery]
    [OneOf(typeof(AuditAction))]
    private string? Action { get; set; }

    [SupplyParameterFromQuery]
    private string? Kind { get; set; }

    [SupplyParameterFromQuery]
    private string? Key { get; set; }

    [SupplyParameterFromQuery]
    private string? From { get; set; }

    [SupplyParameterFromQuery]
    private string? To { get; set; }

    [SupplyParameterFromQuery]
    private string? Text { get; set; }

    /// <summary>Only entries with a smaller number: where a page of older ones begins.</summary>
    [SupplyParameterFromQuery]
    private int? Before { get; set; }

    [Inject]
    private AuditQueries Entries { get; set; } = null!;

    [Inject]
    private ErasePerson ErasePerson { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private bool IsAll => _filter.IsAll && Before is null;

    private bool MayErase => _filter.Who is { } who && PersonKeys.IsAccount(who) && Actor.May(Permission.ErasePersons);

    protected override void OnParametersSet() => (_filter, _problem) = AuditFilter.Read(Who, Action, Kind, Key, From, To, Text);

    private Task<AuditExtract> LoadAsync(CancellationToken cancel) => Entries.PageAsync(_filter, Before, EntriesShown, cancel);

    private void Go(AuditFilter filter, long? before)
    {
        if (filter != _filter || before != Before) Navigation.NavigateTo(Links.Audit(filter, before));
    }

    private async Task EraseAsync()
    {
        var dialog = await Dialogs.ShowAsync<EraseDialog>("Erase what the record tells of this person");
        if (await dialog.Result is not { Canceled: false, Data: string reason } || _filter.Who is not { } who) return;
        try
        {
            await ErasePerson.HandleAsync(Actor, who, reason);
        }
        catch (Exception e) when (e is InputException or NotAllowedException || KnownFault.Words(e) is not null)
        {
            Snackbar.Add(KnownFault.Words(e) ?? e.Message, Severity.Error);
            return;
        }

        if (_entries is not null) await _entries.ReloadAsync();
    }
}
