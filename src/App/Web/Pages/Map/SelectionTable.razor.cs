using System.Globalization;
using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Selections;
using Investigator.Storage;
using Investigator.Tags;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Map;

public sealed partial class SelectionTable
{
    private const int Step = 20;
    private LoadView<KeptSelections>? _lines;
    private IReadOnlyDictionary<int, IReadOnlyList<TagSummary>> _tags = new Dictionary<int, IReadOnlyList<TagSummary>>();
    private NameBook _names = NameBook.Empty;
    private int _take = Step;
    private int? _asked;
    private string? _problem;

    [Parameter, EditorRequired]
    public int Run { get; set; }

    /// <summary>The selection that the map shows; a new one is in the list at once.</summary>
    [Parameter]
    public int? Shown { get; set; }

    /// <summary>Told the id of a selection that is gone.</summary>
    [Parameter]
    public EventCallback<int> OnDeleted { get; set; }

    [Inject]
    private SelectionQueries Selections { get; set; } = null!;

    [Inject]
    private NameQueries People { get; set; } = null!;

    [Inject]
    private TagQueries Tags { get; set; } = null!;

    [Inject]
    private DeleteSelection DeleteSelection { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    private static string Words(SelectionShape shape) => shape switch
    {
        PolygonShape => "lasso",
        BoxShape => "box",
        FindingShape { Finding: < 0 } => "what is in no finding",
        FindingShape f => string.Create(CultureInfo.InvariantCulture, $"members of #{f.Finding}"),
        ClusterShape { Cluster: < 0 } => "what is in no cluster",
        ClusterShape c => string.Create(CultureInfo.InvariantCulture, $"members of cluster {c.Cluster}"),
        _ => "conditions",
    };

    private async Task<KeptSelections> LoadAsync(CancellationToken cancel)
    {
        _tags = await Tags.BySelectionAsync(Run, cancel);
        _names = await People.ReadAsync(cancel);
        return await Selections.ListAsync(Run, _take, cancel);
    }

    private string Question(SelectionLine line) => _tags.GetValueOrDefault(line.Id) is { Count: > 0 } tags
        ? $"Its {Wording.Counted(tags.Count, "tag")} stay on the page of tags with these transactions, but no longer lead here or mark them in this run."
        : "Links to it will lead nowhere.";

    private async Task DeleteAsync(int id)
    {
        (_asked, _problem) = (null, null);
        try
        {
            await DeleteSelection.HandleAsync(Actor, Run, id);
        }
        catch (Exception e) when (KnownFault.Words(e) is { } words)
        {
            _problem = words;
            return;
        }

        await OnDeleted.InvokeAsync(id);
        if (_lines is not null) await _lines.ReloadAsync();
    }
}
