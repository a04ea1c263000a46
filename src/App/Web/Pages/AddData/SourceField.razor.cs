using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Investigator.Web.Pages.AddData;

public sealed partial class SourceField : IDisposable
{
    private readonly Throttle _throttle = new(TimeSpan.FromMilliseconds(250));
    private CancellationTokenSource? _cancel;
    private IBrowserFile? _sending;
    private string? _problem;
    private string? _picked;
    private OfferedSource? _chosen;
    private long _sent;
    private bool _listens;

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>The id of what is chosen; null while nothing is.</summary>
    [Parameter]
    public string? Source { get; set; }

    [Parameter]
    public EventCallback<string?> SourceChanged { get; set; }

    [Parameter]
    public string? Hint { get; set; }

    /// <summary>Told when a file begins to come in and when it has come or failed: going on in between would go on without it.</summary>
    [Parameter]
    public EventCallback<bool> SendingChanged { get; set; }

    /// <summary>What lies on the server to be chosen; null while it is looked for.</summary>
    [Parameter]
    public SourceListing? Offered { get; set; }

    /// <summary>Asks for a new list of that.</summary>
    [Parameter]
    public EventCallback LookAgain { get; set; }

    [Inject]
    private AllowedSources Sources { get; set; } = null!;

    [Inject]
    private UploadedFiles Uploads { get; set; } = null!;

    [Inject]
    private UploadPace Pace { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    public void Dispose()
    {
        _cancel?.Cancel();
        _cancel?.Dispose();
        _throttle.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (Source is not null && RendererInfo.IsInteractive && _chosen?.Id != Source) _chosen = Sources.Describe(Source);
    }

    /// <summary>The field opens once it hears of a file: one chosen before would lie in it unheard, and choosing the same file again changes nothing.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        await Task.Yield(); // after the file field itself, which begins to listen now
        _listens = true;
        StateHasChanged();
    }

    private async Task SendAsync(InputFileChangeEventArgs e)
    {
        (_sending, _sent, _problem) = (e.File, 0, null);
        _cancel?.Dispose();
        _cancel = new CancellationTokenSource();
        // The stream first: once the page is drawn anew the browser's file field is gone, and a stream cannot be asked of it any more.
        await using var stream = e.File.OpenReadStream(Math.Max(e.File.Size, 1), _cancel.Token);
        await SendingChanged.InvokeAsync(true);
        try
        {
            Pace.Begin(Actor);
            var id = await Uploads.SaveAsync(e.File.Name, stream, e.File.Size, new Sent(this), _cancel.Token);
            _sending = null;
            await ChooseAsync(id);
        }
        catch (OperationCanceledException)
        {
            _sending = null;
        }
        catch (InputException problem)
        {
            (_sending, _problem) = (null, problem.Message);
        }
        catch (IOException problem)
        {
            (_sending, _problem) = (null, $"The file could not be stored: {problem.Message}");
        }
        finally
        {
            await SendingChanged.InvokeAsync(false);
        }
    }

    private async Task UsePickedAsync()
    {
        if (!string.IsNullOrEmpty(_picked)) await ChooseAsync(_picked);
    }

    private async Task ChooseAsync(string id)
    {
        _chosen = Sources.Describe(id);
        _problem = _chosen is null ? "This file is not there any more." : null;
        if (_chosen is not null) await SourceChanged.InvokeAsync(id);
    }

    private async Task ClearAsync()
    {
        if (Source is not null) Uploads.Remove(Source);
        await SourceChanged.InvokeAsync(null);
    }

    private static string SizeOf(OfferedSource source) =>
        source.Files is { } files ? $"{Format.Count(files, "file")}, {Format.Bytes(source.Bytes)}" : Format.Bytes(source.Bytes);

    private sealed class Sent(SourceField field) : IProgress<long>
    {
        public void Report(long value) => field._throttle.Run(() => field.InvokeAsync(() =>
        {
            field._sent = value;
            field.StateHasChanged();
        }));
    }
}
