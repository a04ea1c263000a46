using Investigator.Engine.Core;
using Investigator.Storage;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Controls;

/// <summary>Loads something and shows one of four states: loading, failed with a retry, empty, or the content. Loads again when <see cref="Key"/> changes; only
/// the newest load is shown.</summary>
public sealed partial class LoadView<T> : IDisposable
{
    private CancellationTokenSource _cancel = new();
    private object? _key;
    private bool _started;
    private bool _loaded;
    private T? _value;
    private string? _problem;

    [Parameter, EditorRequired]
    public Func<CancellationToken, Task<T>> Load { get; set; } = null!;

    /// <summary>What the content depends on; compared by value.</summary>
    [Parameter]
    public object? Key { get; set; }

    [Parameter, EditorRequired]
    public RenderFragment<T> ChildContent { get; set; } = null!;

    /// <summary>Skeleton of the content; by default <see cref="Lines"/> grey lines.</summary>
    [Parameter]
    public RenderFragment? Loading { get; set; }

    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>By default only null is empty.</summary>
    [Parameter]
    public Func<T, bool>? IsEmpty { get; set; }

    /// <summary>Whether nothing is loaded for the HTML that is sent first, which any site's link can ask for: only once a person's page is live.</summary>
    [Parameter]
    public bool OnlyWhenLive { get; set; }

    [Parameter]
    public int Lines { get; set; } = 6;

    [Parameter]
    public string ErrorTitle { get; set; } = "This could not be loaded";

    [Inject]
    private ILogger<LoadView<T>> Logger { get; set; } = null!;

    /// <summary>Loads again; what is shown stays until the new value is there.</summary>
    public async Task ReloadAsync()
    {
        await _cancel.CancelAsync();
        _cancel.Dispose();
        _cancel = new CancellationTokenSource();
        var mine = _cancel.Token;
        if (_problem is not null) (_problem, _loaded) = (null, false);
        try
        {
            var value = await Load(mine);
            if (mine.IsCancellationRequested) return;
            (_value, _loaded) = (value, true);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (InputException e) when (!mine.IsCancellationRequested)
        {
            _problem = e.Message;
        }
        catch (Exception e) when (!mine.IsCancellationRequested && KnownFault.Words(e) is { } words)
        {
            Logger.LogError("A page's data could not be loaded: {Problem}", words);
            _problem = words;
        }
        catch (Exception e) when (!mine.IsCancellationRequested)
        {
            Logger.LogError(e, "A page's data could not be loaded");
            _problem = "The server could not read the data. Its log has the details.";
        }
        catch (Exception e)
        {
            Logger.LogDebug(e, "A load that no page waits for any more failed");
            return;
        }

        await InvokeAsync(StateHasChanged);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_started && Equals(_key, Key)) return;
        (_started, _key, _loaded) = (true, Key, false);
        if (OnlyWhenLive && !RendererInfo.IsInteractive) return;
        await ReloadAsync();
    }

    public void Dispose()
    {
        _cancel.Cancel();
        _cancel.Dispose();
    }
}
