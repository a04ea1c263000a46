using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Investigator.Web.Pages.Datasets;

public sealed partial class SourceField : IDisposable
{
    // Files stream to disk, so the limit only keeps a slip of the hand from filling it.
    private const long MaxBytes = 20L << 30;

    private readonly Throttle _throttle = new(TimeSpan.FromMilliseconds(250));
    private CancellationTokenSource? _cancel;
    private IBrowserFile? _sending;
    private string? _problem;
    private string _typed = "";
    private long _sent;

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string Example { get; set; } = "";

    /// <summary>The file chosen, on the server; null while none is.</summary>
    [Parameter]
    public string? Path { get; set; }

    [Parameter]
    public EventCallback<string?> PathChanged { get; set; }

    [Inject]
    private UploadedFiles Uploads { get; set; } = null!;

    private string FileSize => File.Exists(Path) ? Format.Bytes(new FileInfo(Path).Length) : "folder";

    public void Dispose()
    {
        _cancel?.Cancel();
        _cancel?.Dispose();
        _throttle.Dispose();
    }

    private async Task SendAsync(InputFileChangeEventArgs e)
    {
        (_sending, _sent, _problem) = (e.File, 0, null);
        _cancel?.Dispose();
        _cancel = new CancellationTokenSource();
        try
        {
            await using var stream = e.File.OpenReadStream(MaxBytes, _cancel.Token);
            var path = await Uploads.SaveAsync(e.File.Name, stream, new Sent(this), _cancel.Token);
            _sending = null;
            await PathChanged.InvokeAsync(path);
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
    }

    private async Task UseTypedAsync()
    {
        var path = _typed.Trim();
        if (path.Length == 0) return;
        _problem = File.Exists(path) || Directory.Exists(path) ? null : $"The server has no file or folder {path}, or may not read it.";
        if (_problem is null) await PathChanged.InvokeAsync(System.IO.Path.GetFullPath(path));
    }

    private async Task ClearAsync()
    {
        if (Path is not null) Uploads.Remove(Path);
        await PathChanged.InvokeAsync(null);
    }

    private sealed class Sent(SourceField field) : IProgress<long>
    {
        public void Report(long value) => field._throttle.Run(() => field.InvokeAsync(() =>
        {
            field._sent = value;
            field.StateHasChanged();
        }));
    }
}
