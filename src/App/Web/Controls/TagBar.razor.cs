using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Storage;
using Investigator.Tags;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Investigator.Web.Controls;

public sealed partial class TagBar : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<TagMark> _marks = [];
    private IReadOnlyList<TagOffer> _offers = [];
    private NameBook _names = NameBook.Empty;
    private TagTarget? _shown;
    private TagTarget? _offered;
    private string? _problem;
    private bool _busy;

    [Parameter, EditorRequired]
    public TagTarget Target { get; set; } = null!;

    [Inject]
    private TagQueries Tags { get; set; } = null!;

    [Inject]
    private TagOfferQueries Offers { get; set; } = null!;

    [Inject]
    private NameQueries People { get; set; } = null!;

    [Inject]
    private AddTag AddTag { get; set; } = null!;

    [Inject]
    private RemoveTag RemoveTag { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ILogger<TagBar> Logger { get; set; } = null!;

    private bool MayTag => Actor.May(Permission.Tag);

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == Target) return;
        (_shown, _offers, _problem) = (Target, [], null);
        await ShowAsync();
    }

    // Offers read payments of other runs: they come after the page is there.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_offered == Target || !MayTag) return;
        _offered = Target;
        await TryAsync(async () => _offers = await Offers.ForAsync(Target, _gone.Token));
        if (!_gone.IsCancellationRequested) StateHasChanged();
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private static string Reason(TagOffer offer) =>
        $"Put on {offer.Headline} {(offer.Run is { } run ? FormattableString.Invariant($"in run {run}") : "in a run that is gone")}, "
            + $"{Format.Time(offer.At)}. Click to put it here too.";

    private Task ShowAsync() => TryAsync(async () =>
    {
        _marks = await Tags.OfAsync(Target, _gone.Token);
        if (_marks.Count > 0) _names = await People.ReadAsync(_gone.Token);
    });

    private async Task ChooseAsync()
    {
        var options = new DialogOptions { CloseButton = true, CloseOnEscapeKey = true, MaxWidth = MaxWidth.Small, FullWidth = true };
        var dialog = await Dialogs.ShowAsync<TagDialog>("Add a tag", options);
        if (await dialog.Result is { Canceled: false, Data: TagChoice choice }) await AddAsync(choice.Word, choice.Kind, choice.Color);
    }

    private async Task AddAsync(string word, TagKind kind, string? color)
    {
        _busy = true;
        StateHasChanged();
        await TryAsync(async () =>
        {
            if (await AddTag.HandleAsync(
                Actor, Target, word, kind, color, _gone.Token) is null) _problem = "There is nothing here any more that could be tagged.";
            _offers = [.. _offers.Where(o => !string.Equals(o.Tag.Word, word, StringComparison.OrdinalIgnoreCase))];
        });
        _busy = false;
        await ShowAsync();
    }

    private async Task RemoveAsync(TagMark mark)
    {
        await TryAsync(() => RemoveTag.HandleAsync(Actor, mark.Id, _gone.Token));
        await ShowAsync();
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (Exception e) when (KnownFault.Words(e) is { } words)
        {
            _problem = words;
        }
        catch (Exception e)
        {
            Logger.LogError(e, "Tags could not be read or written");
            _problem = "The tags could not be read or written. The server's log has the details.";
        }
    }
}
