using Investigator.Datasets;
using Investigator.Engine.Ingest;

namespace Investigator.Web.Pages.Reading;

/// <summary>
/// A <see cref="Mapping"/> under a person's hands. A column that is not chosen yet is empty; whatever the form does not show stays as it was.
/// </summary>
public sealed class MappingDraft(Mapping mapping, GivenFormats given)
{
    private readonly Stack<(string What, Mapping Mapping, GivenFormats Given)> _former = new();

    public Mapping Mapping { get; private set; } = mapping;

    /// <summary>What was said of the formats, apart from what was found out.</summary>
    public GivenFormats Given { get; private set; } = given;

    /// <summary>What the last change says; null where there is none to take back.</summary>
    public string? LastChange => _former.TryPeek(out var last) ? last.What : null;

    /// <returns>Whether files have to be read anew.</returns>
    public bool Apply(MappingEdit edit)
    {
        var (before, said) = (Mapping, Given);
        var after = edit.Mend(before);
        _former.Push((edit.What, before, said));
        Mapping = after;
        Given = new GivenFormats(
            SaidFormat.Add(said.Transactions, before.Transactions.Format, after.Transactions.Format),
            SaidFormat.Add(said.Events, before.Events?.Format, after.Events?.Format));
        return LayoutDiffers(before, after);
    }

    /// <summary>Takes the last change back.</summary>
    /// <returns>Whether files have to be read anew.</returns>
    public bool Undo()
    {
        if (!_former.TryPop(out var last)) return false;
        var after = Mapping;
        (Mapping, Given) = (last.Mapping, last.Given);
        return LayoutDiffers(last.Mapping, after);
    }

    /// <summary>Takes what a new reading found in the place of the mapping, as a part of the last change.</summary>
    public void Found(Mapping mapping) => Mapping = mapping;

    /// <summary>What is still to be chosen before anything can be checked or loaded, a few words each.</summary>
    public IReadOnlyList<string> Missing() => [.. MissingOf(Mapping)];

    private static IEnumerable<string> MissingOf(Mapping mapping)
    {
        var t = mapping.Transactions;
        if (t.Time.Length == 0) yield return "the column of the time";
        if (t.MonthAndDay is ["", _]) yield return "the column of the month";
        if (t.MonthAndDay is [_, ""]) yield return "the column of the day";
        if (t.Refunds is { Column: not null, Words.Count: 0 }) yield return "which words mean a refund";
        if (t.Rows is { Words.Count: 0 }) yield return "which rows are transactions";
        if (t.Decision is { Approved.Count: 0, Challenged.Count: 0, Declined.Count: 0 } d) yield return $"what the words of '{d.Column}' mean";
        if (t.Outcome is { Fraud.Count: 0, Legitimate.Count: 0 } o) yield return $"what the words of '{o.Column}' mean";
        if (mapping.Events is not { } e) yield break;
        if (e.Account.Length == 0) yield return "the column of the events' account";
        if (e.Time.Length == 0) yield return "the column of the events' time";
        if (e.Type.Length == 0) yield return "the column of the page";
        if (e.Rows is { Words.Count: 0 }) yield return "which rows are events";
    }

    private static bool LayoutDiffers(Mapping one, Mapping other) =>
        SaidFormat.LayoutDiffers(one.Transactions.Format, other.Transactions.Format)
        || SaidFormat.LayoutDiffers(one.Events?.Format, other.Events?.Format);
}
