using Investigator.Access;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace Investigator.Web.Layout;

public sealed partial class MainLayout : IAsyncDisposable
{
    private ErrorBoundary? _boundary;
    private bool _drawer = true;
    private IDialogReference? _keys;

    /// <summary>Another number makes the page anew, so that it reads again what it shows.</summary>
    private int _shown;
    private ScriptModule? _module;
    private DotNetObjectReference<MainLayout>? _self;

    [Inject]
    private NavigationManager Address { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    // The base element makes a bare "#main" point at the start page.
    private string SkipTo => Address.Uri.Split('#')[0] + "#main";

    /// <summary>Opens the list of keys; called by the script when ? is pressed.</summary>
    [JSInvokable]
    public async Task ShowKeys()
    {
        if (_keys is { Result.IsCompleted: false }) return;
        _keys = await Dialogs.ShowAsync<KeyboardDialog>(
            "Keyboard", new DialogOptions { CloseOnEscapeKey = true, CloseButton = true, MaxWidth = MaxWidth.Small, FullWidth = true });
    }

    /// <summary>Goes to the page that the key after g names.</summary>
    [JSInvokable]
    public void Go(string key)
    {
        if (NavItem.For(Actor).FirstOrDefault(p => p.Key == key) is { } page) Navigation.NavigateTo(page.Href);
    }

    // A page that failed must not keep the next one from showing.
    protected override void OnParametersSet() => _boundary?.Recover();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _self = DotNetObjectReference.Create(this);
        _module = new ScriptModule(Script, "./js/shell.js");
        await _module.TryRunAsync("start", _self);
    }

    public async ValueTask DisposeAsync()
    {
        if (_module is not null)
        {
            await _module.TryRunAsync("end");
            await _module.DisposeAsync();
        }

        _self?.Dispose();
    }
}
