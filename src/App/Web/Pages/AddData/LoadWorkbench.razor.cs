using System.Globalization;
using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;
using Investigator.Storage;
using Investigator.Web.Pages.Reading;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.AddData;

/// <summary>
/// Reads the chosen files, holds the mapping under a person's hands, checks it anew after every change, and asks for the load. What was changed is kept
/// outside the page.
/// </summary>
public sealed partial class LoadWorkbench : IDisposable
{
    private const int PreviewRows = 8;
    private const double UsualRejectShare = 0.01;

    private readonly NewestOnly _work = new();
    private OpenQuestions _questions = new();
    private MappingDraft _draft = null!;
    private (string Transactions, string? Events)? _shown;
    private SourceGuess? _source;
    private CheckReport? _report;
    private ColumnWords? _transactions;
    private ColumnWords? _events;
    private string? _problem;
    private string _name = "";
    private double _maxRejectShare = UsualRejectShare;
    private IReadOnlyList<SavedMapping> _saved = [];
    private bool _isRestored;
    private CheckPanel? _panel;
    private bool _isBusy;
    private bool _isWaiting;
    private bool _columnsOpen;
    private bool _rowsOpen;
    private bool _eventsOpen;
    private bool _formatOpen;

    [Parameter, EditorRequired]
    public string Transactions { get; set; } = "";

    [Parameter]
    public string? Events { get; set; }

    /// <summary>A load of the same files that came to nothing, to be corrected.</summary>
    [Parameter]
    public DatasetImport? Failed { get; set; }

    [Parameter]
    public EventCallback<ImportRequest> OnLoad { get; set; }

    [Inject]
    private PreviewReader Previews { get; set; } = null!;

    [Inject]
    private SourceChecker Checker { get; set; } = null!;

    [Inject]
    private DraftFolder Drafts { get; set; } = null!;

    [Inject]
    private SavedMappingQueries SavedMappings { get; set; } = null!;

    [Inject]
    private DeleteSavedMapping DeleteSavedMapping { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private ILogger<LoadWorkbench> Logger { get; set; } = null!;

    private Mapping Mapping => _draft.Mapping;

    private IReadOnlyList<Advice> Open => [.. _questions.Open.Concat(Of(AdviceLevel.Decide)).DistinctBy(static a => (a.Table, a.Column, a.Text))];

    private bool CanLoad =>
        _source is not null && (_report is not null || (_problem is not null && !_isBusy)) && Open.Count == 0 && _draft.Missing().Count == 0;

    private string FirstThing => _draft.Missing() is [var missing, ..] ? "choose " + missing : HiddenCharacters.Show(Wording.Cut(Open[0].Text, 90));

    public void Dispose() => _work.Dispose();

    // A former page's HTML is never live, and any site's link can ask for it: it reads nothing.
    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive || _shown == (Transactions, Events)) return;
        _shown = (Transactions, Events);
        (_source, _report, _problem, _questions, _transactions, _events) = (null, null, null, new(), null, null);
        var kept = Drafts.Find(Transactions, Events);
        var (mapping, name, share) = Failed is { Request: var r } ? (r.Mapping, r.Name, r.MaxRejectShare)
            : kept is null ? (null, "", _maxRejectShare) : (kept.Mapping, kept.Name, kept.MaxRejectShare);
        (_isRestored, _name, _maxRejectShare, _saved) = (mapping is not null, name, share, []);
        _draft = new MappingDraft(mapping ?? Unread(), GivenFormats.Of(mapping));
        await ReadAsync();
    }

    private IReadOnlyList<Advice> Of(AdviceLevel level) => [.. (_report?.With([.. _questions.Open])
        ?? (_source is null ? [] : _questions.Guessed)).Where(a => a.Level == level && (level != AdviceLevel.Decide || _report is not null))];

    private async Task EditAsync(MappingEdit edit)
    {
        var before = Mapping;
        var reread = _draft.Apply(edit);
        _questions.Changed(before, Mapping);
        await AfterChangeAsync(reread);
    }

    private async Task TakeAsync((Advice? Advice, Remedy Remedy) chosen)
    {
        if (chosen.Advice is { } advice) _questions.Answer(advice);
        var edit = EditAsync(new MappingEdit(chosen.Remedy.Text, chosen.Remedy.Mend));
        if (_panel is not null) await _panel.FocusAsync();
        await edit;
    }

    private Task UndoAsync() => AfterChangeAsync(_draft.Undo());

    private Task AfterChangeAsync(bool reread)
    {
        SaveDraft();
        return reread || _source is null ? ReadAsync() : CheckAsync(_work.Begin(), Checker.Pause);
    }

    private Task UseAsync(SavedMapping saved)
    {
        foreach (var question in _questions.Open.ToList()) _questions.Answer(question);
        _saved = [];
        return EditAsync(new MappingEdit($"the columns of “{saved.Name}”", _ => saved.Mapping));
    }

    private async Task ForgetAsync(SavedMapping saved)
    {
        await DeleteSavedMapping.HandleAsync(Actor, saved.Id);
        _saved = [.. _saved.Where(s => s.Id != saved.Id)];
    }

    /// <summary>Starts again from what is guessed.</summary>
    private async Task StartAgainAsync()
    {
        Drafts.Remove(Transactions, Events);
        (_isRestored, _source, _report, _questions, _name, _maxRejectShare) = (false, null, null, new(), "", UsualRejectShare);
        _draft = new MappingDraft(Unread(), new GivenFormats());
        await ReadAsync();
    }

    private Task SetOneLog(ChangeEventArgs e) => EditAsync(new MappingEdit(e.Value is true ? "the file holds events, too" : "the file holds no events",
        m => m with { Events = e.Value is true ? EventPartEdits.InTransactionsOf(m.Transactions) : null }));

    private Task SetLimit(ChangeEventArgs e)
    {
        var isNumber = double.TryParse(e.Value as string, CultureInfo.InvariantCulture, out var percent);
        return isNumber ? AllowAsync(Math.Clamp(percent / 100, 0, 1)) : Task.CompletedTask;
    }

    private Task AllowAsync(double share)
    {
        _maxRejectShare = share;
        return AfterChangeAsync(reread: false);
    }

    private void SaveDraft() => Drafts.Save(new LoadDraft
    {
        Transactions = Transactions,
        Events = Events,
        Mapping = Mapping,
        Name = _name,
        MaxRejectShare = _maxRejectShare,
    });

    private Task LoadAsync() => !CanLoad ? Task.CompletedTask : OnLoad.InvokeAsync(new ImportRequest
    {
        Transactions = Transactions,
        Events = Events,
        Mapping = Mapping,
        Name = _name.Trim().Length > 0 ? _name.Trim() : "data",
        MaxRejectShare = _maxRejectShare,
    });

    /// <summary>Stands for a mapping while nothing could be read.</summary>
    private Mapping Unread() => new()
    {
        Transactions = new() { Time = "" },
        Events = Events is null ? null : new() { Account = "", Time = "", Type = "" },
    };
}
