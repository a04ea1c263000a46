using Investigator.Access;
using Investigator.Approvals;
using Investigator.Findings;
using Investigator.Settings;
using Investigator.Storage;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Settings;

/// <summary>Other settings than those in force, what they would do, and the request for them.</summary>
public sealed partial class SettingsForm : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private SettingsDraft _draft = new();
    private BarPreview? _newest;
    private string _reason = "";
    private string? _problem;
    private bool _asked;
    private bool _busy;

    /// <summary>What the form begins with. Another version needs another form.</summary>
    [Parameter, EditorRequired]
    public SettingsVersion InForce { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private AskForSettings Ask { get; set; } = null!;

    [Inject]
    private BarQueries Bars { get; set; } = null!;

    [Inject]
    private ILogger<SettingsForm> Logger { get; set; } = null!;

    private IReadOnlyList<ValueChange> Changes => ValueChange.Between(InForce.Settings, _draft.Settings);

    // Where only other settings than the bars change, there is nothing to say of findings.
    private string? Effect => _newest is not null && !PolicyWords.Bars(InForce.Settings).SequenceEqual(PolicyWords.Bars(_draft.Settings))
        ? _newest.Words(InForce.Settings, _draft.Settings)
        : null;

    protected override void OnInitialized() => _draft = SettingsDraft.Of(InForce.Settings);

    // The newest run's evidence is read once the page is there.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            _newest = await Bars.NewestAsync(_gone.Token);
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (Exception e)
        {
            // A run that cannot be read says so on its own page; a change can be asked for all the same.
            Logger.LogWarning("What other settings would do could not be told: {Problem}", KnownFault.Words(e) ?? e.ToString());
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private string Usual(int setting) => "now " + PolicyWords.Of(InForce.Settings)[setting].Value;

    private async Task AskAsync()
    {
        (_busy, _asked, _problem) = (true, false, null);
        try
        {
            var evidence = Effect is null ? null : Links.Findings(_newest?.Run);
            await Ask.HandleAsync(Actor, InForce.Number, _draft.Settings, _reason, Effect, evidence, _gone.Token);
            (_draft, _reason, _asked) = (SettingsDraft.Of(InForce.Settings), "", true);
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
