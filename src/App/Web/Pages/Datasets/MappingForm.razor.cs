using Investigator.Engine.Core;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Datasets;

/// <summary>The guessed mapping for correction: each part of a transaction and of an event is a choice among the file's columns.</summary>
public sealed partial class MappingForm
{
    private const int SeenCount = 8;

    [Parameter, EditorRequired]
    public MappingDraft Draft { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<string> Columns { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<string> EventColumns { get; set; } = [];

    /// <summary>Values of a transaction column among the previewed rows.</summary>
    [Parameter, EditorRequired]
    public Func<string, IEnumerable<string>> Values { get; set; } = null!;

    /// <summary>Raised when a column changed its part.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private IEnumerable<string> Free => Columns.Except(Draft.Parts().Keys);

    private Task Changed() => OnChanged.InvokeAsync();

    private string Seen(string column) => "In the first rows: " + HiddenCharacters.Show(string.Join(", ", Values(column).Distinct().Take(SeenCount)));

    private Task AddEntity(ChangeEventArgs e)
    {
        if (e.Value is string { Length: > 0 } column) Draft.Entities.Add(new EntityDraft { Name = EntityName(column), Column = column });
        return Changed();
    }

    private Task AddAttribute(ChangeEventArgs e)
    {
        if (e.Value is string { Length: > 0 } column) Draft.Attributes.Add(column);
        return Changed();
    }

    private Task Remove(EntityDraft entity)
    {
        Draft.Entities.Remove(entity);
        return Changed();
    }

    private Task Remove(string attribute)
    {
        Draft.Attributes.Remove(attribute);
        return Changed();
    }

    // device_id -> device: the name stands in sentences; only letters, digits and _ may be in it.
    private static string EntityName(string column)
    {
        var name = string.Concat(column.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '_')).Trim('_');
        return name.EndsWith("_id", StringComparison.Ordinal) ? name[..^3] : name.Length == 0 ? "entity" : name;
    }
}
