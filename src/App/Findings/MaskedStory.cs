using Investigator.Engine.Narratives;
using Investigator.Engine.Rules;
using Investigator.Runs;

namespace Investigator.Findings;

/// <summary>A finding's story as someone may see it.</summary>
internal static class MaskedStory
{
    public static FindingNarrative Of(FindingNarrative story, RunMask mask) => mask.Values.IsOpen ? story : story with
    {
        Headline = mask.Words(story.Headline),
        Sentences = [.. story.Sentences.Select(sentence => Of(sentence, mask))],
        // A number that stands for one person's would be told by its quantiles.
        Contrasts = [.. story.Contrasts.Where(c => !mask.HidesNumber(c.Feature)).Select(c => c with { Category = mask.Show(c.Feature, c.Category) })],
    };

    private static NarrativeSentence Of(NarrativeSentence sentence, RunMask mask) => sentence with
    {
        Text = mask.Words(sentence.Text),
        Rows = Of(sentence.Rows, mask),
        Names = [.. sentence.Names.Select(name => name with { Value = mask.Values.Show(Column(name), name.Value) })],
    };

    /// <summary>Null where a condition cannot be said without a hidden number.</summary>
    private static IReadOnlyList<RuleCondition>? Of(IReadOnlyList<RuleCondition>? rows, RunMask mask) =>
        rows is null || rows.Any(c => mask.HidesNumber(c.Feature)) ? null : [.. rows.Select(mask.Show)];

    private static string Column(NamedValue name) => name.Entity is { } entity ? "entity_" + entity : "account";
}
