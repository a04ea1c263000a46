using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Reading;

public sealed partial class TransactionColumns
{
    private static readonly IReadOnlyList<Field> Main =
    [
        new(TransactionPart.Account, "Account", "none: each row stands alone"),
        new(TransactionPart.Time, "Time", Required: true),
        new(TransactionPart.Month, "Month", "in the time's column"),
        new(TransactionPart.Day, "Day of the month", "in the time's column"),
        new(TransactionPart.TimeOfDay, "Time of day", "in the time's column"),
        new(TransactionPart.Amount, "Amount"),
        new(TransactionPart.Currency, "Currency", "one for all"),
        new(TransactionPart.Id, "Id", "none: the row's number"),
        new(TransactionPart.SignedUp, "Account signed up"),
    ];

    [Parameter, EditorRequired]
    public Mapping Mapping { get; set; } = null!;

    [Parameter, EditorRequired]
    public ColumnWords Words { get; set; } = null!;

    [Parameter]
    public EventCallback<MappingEdit> OnEdit { get; set; }

    private TransactionMapping T => Mapping.Transactions;

    /// <summary>A date whose month and day stand beside the year is rare: its fields show where the time's column holds years, or where they are set.
    /// </summary>
    private IEnumerable<Field> Shown => T.MonthAndDay is not null || HoldsYears ? Main : Main.Where(static f => !IsBesideYear(f.Part));

    private bool HoldsYears => Words.Preview.Columns.FirstOrDefault(c => c.Name == T.Time) is { Examples: { Count: > 0 } examples }
        && examples.All(static e => e.Trim() is { Length: 4 } year && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y)
            && y is > 1900 and < 2200);

    private IReadOnlyList<string> Free => [.. Words.Columns.Except(T.Parts().Keys)];

    private static bool IsBesideYear(TransactionPart part) => part is TransactionPart.Month or TransactionPart.Day;

    private static string Said((IReadOnlyCollection<string> Words, string? Meaning) chosen) =>
        $"{string.Join(", ", chosen.Words.Take(3).Select(HiddenCharacters.Show))} means {chosen.Meaning ?? "nothing yet"}";

    private Task Edit(string what, Func<TransactionMapping, TransactionMapping> mend) => OnEdit.InvokeAsync(MappingEdit.OfTransactions(what, mend));

    private Task Choose(Field field, string? column) => Edit(
        column is null ? $"no column is the {field.Label.ToLowerInvariant()}" : $"{HiddenCharacters.Show(column)} is the {field.Label.ToLowerInvariant()}",
        t => WordGuess.Complete(t.With(field.Part, column), Words));

    private Task AddEntity(string column) => Edit($"{HiddenCharacters.Show(column)} can be shared",
        t => t with { Entities = new Dictionary<string, string>(t.Entities) { [t.EntityName(column)] = column } });

    /// <summary>A name that is taken, or is none, changes nothing: the field shows the former one again.</summary>
    private Task Rename(string name, string to)
    {
        var free = to.Trim();
        var isName = free.Length > 0 && free.All(static c => char.IsLetterOrDigit(c) || c == '_')
            && !T.Entities.Keys.Any(k => k != name && string.Equals(k, free, StringComparison.OrdinalIgnoreCase));
        return !isName || free == name ? Task.CompletedTask
            : Edit($"{name} is called {free}", t => t with { Entities = t.Entities.ToDictionary(e => e.Key == name ? free : e.Key, static e => e.Value) });
    }

    private RenderFragment Select(Field field) => builder =>
    {
        builder.OpenComponent<ColumnSelect>(0);
        builder.SetKey(field.Part);
        builder.AddAttribute(1, nameof(ColumnSelect.Label), field.Label);
        builder.AddAttribute(2, nameof(ColumnSelect.Columns), Words.Columns);
        builder.AddAttribute(3, nameof(ColumnSelect.List), Words.List);
        builder.AddAttribute(4, nameof(ColumnSelect.None), field.None);
        builder.AddAttribute(5, nameof(ColumnSelect.Required), field.Required);
        builder.AddAttribute(6, nameof(ColumnSelect.Value), T.ColumnOf(field.Part));
        builder.AddAttribute(7, nameof(ColumnSelect.ValueChanged), EventCallback.Factory.Create<string?>(this, column => Choose(field, column)));
        builder.CloseComponent();
    };

    private sealed record Field(TransactionPart Part, string Label, string None = "none", bool Required = false);
}
