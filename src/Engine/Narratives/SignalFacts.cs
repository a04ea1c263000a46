using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Narratives;

/// <summary>Something that sets a finding apart, said twice: in a few words for the first lines, and in a sentence of its own.</summary>
/// <param name="Weight">How much it says; 0 for what only whoever reads on needs.</param>
/// <param name="Brief">A clause without the comparison.</param>
/// <param name="Sentence">With the comparison.</param>
/// <param name="Signal">What it measures, where it is a sign of coordination.</param>
internal sealed record StoryFact(double Weight, string Brief, NarrativeSentence Sentence, SignalKind? Signal = null);

/// <summary>The signs of coordination as facts, strongest first, one of each family.</summary>
internal static class SignalFacts
{
    public static IEnumerable<StoryFact> Of(NarrativeContext context, NarrativeSubject subject)
    {
        var told = new HashSet<(SignalFamily Family, string? Entity)>();
        foreach (var signal in subject.Risk.Coordination.Signals.OrderByDescending(static s => s.Weight))
        {
            // Accounts on shared values, and values with many accounts, are one thing.
            var family = signal.Kind == SignalKind.AccountFarm ? SignalFamily.Sharing : signal.Kind.Family();
            if (signal.Weight <= 0 || told.Any(t => t.Family == family) || Fact(context, subject, signal) is not { } fact) continue;
            told.Add((family, signal.Entity));
            yield return fact;
        }

        // What is shared besides: the same of another kind of entity.
        foreach (var group in subject.Shared)
        {
            if (!told.Contains((SignalFamily.Sharing, group.Entity)) && Sharing(context, subject, group.Entity!, 0) is { } fact) yield return fact;
        }
    }

    private static StoryFact? Fact(NarrativeContext context, NarrativeSubject subject, CoordinationSignal signal)
    {
        var count = (int)Math.Round(signal.Value * subject.Size);
        var part = Wording.PartOf(count, subject.Size, "payment");
        var rest = signal.Rest > 0 ? Wording.Percent(signal.Rest) : "none";
        var noun = signal.Entity is null ? "" : FeatureWords.One(signal.Entity);
        return signal.Kind switch
        {
            SignalKind.EntitySharing => Sharing(context, subject, signal.Entity!, signal.Weight),
            SignalKind.AccountFarm => Sharing(context, subject, signal.Entity!, signal.Weight) ?? Told(
                SentenceKind.What, $"{Wording.Percent(signal.Value)} is the {signal.Phrase}", $"; elsewhere {rest}"),
            SignalKind.EntitySpread => Told(
                SentenceKind.What,
                $"an account used {Wording.Rate(signal.Value)} {Plural(signal.Value)} on average", $"; elsewhere {Wording.Rate(signal.Rest)}"),
            SignalKind.SamePages => Pages(context, subject, signal.Weight),
            SignalKind.SamePace => Told(
                SentenceKind.Behavior, $"{part} followed the same pages at nearly the same pace as others", $"; elsewhere {rest} did"),
            SignalKind.MachinePacing => Told(SentenceKind.Behavior, $"{part} {BehaviorSentences.AtMachineSpeed(context)}", $"; elsewhere {rest} did"),
            SignalKind.DayBurst => Told(SentenceKind.What, $"{part} fell within 24 hours", $"; of the others {rest} fell within the same hours"),
            SignalKind.WeekBurst => Told(SentenceKind.What, $"{part} fell within 7 days", $"; of the others {rest} fell within the same days"),
            SignalKind.NewAccounts => Told(
                SentenceKind.What, $"{part} came within a day of their account's first payment", $"; of others on those days {rest} did"),
            SignalKind.NewEntities => Told(
                SentenceKind.What, $"{part} came within a day of their {noun}'s first payment", $"; of others on those days {rest} did"),
            SignalKind.Declines => Told(SentenceKind.What, $"the engine declined {part}", $"; of others on those days {rest}"),
            SignalKind.SameAmount => Told(SentenceKind.What, $"{part} had one and the same amount", $"; elsewhere {rest} had it"),
            SignalKind.NearAmount => Told(SentenceKind.What, $"{part} had nearly the same amount", $"; elsewhere {rest} came as near to it"),
            _ => Told(
                SentenceKind.What, $"{signal.Phrase}: {(signal.IsRate ? Wording.Rate(signal.Value) : Wording.Percent(signal.Value))}",
                $"; elsewhere {(signal.IsRate ? Wording.Rate(signal.Rest) : rest)}"),
        };

        string Plural(double value) => Wording.Rate(value) == "1" ? noun : Wording.Many(noun);

        StoryFact Told(SentenceKind kind, string brief, string comparison) =>
            new(signal.Weight, brief, new(kind, Wording.Sentence(brief + comparison), null), signal.Kind);
    }

    /// <summary><c>47 of 52 payments came from 3 devices that several accounts share (15.7 each); elsewhere a device serves 1.1 accounts.</c></summary>
    private static StoryFact? Sharing(NarrativeContext context, NarrativeSubject subject, string entity, double weight)
    {
        if (subject.Shared.FirstOrDefault(g => g.Entity == entity) is not { } shared) return null;
        if (context.Facts.Shared.First(e => e.Name == entity).Of(subject.Members) is not { } sharing) return null;
        if (weight == 0 && sharing.PerEntity < 1.5 * Math.Max(1, sharing.PerEntityRest)) return null;
        var noun = FeatureWords.One(entity);
        var part = Wording.PartOf(shared.Payments, subject.Size, "payment");
        var each = Wording.Rate((double)shared.AccountUses / shared.Values);
        var on = shared.Values == 1
            ? $"1 {noun} that {Wording.Counted(shared.AccountUses, "account")} share"
            : $"{Wording.Counted(shared.Values, noun)} that several accounts share ({each} accounts each on average)";
        var usual = Wording.Rate(sharing.PerEntityRest);
        var article = "aeio".Contains(char.ToLowerInvariant(noun[0])) ? "an" : "a";
        var rest = sharing.PerEntityRest > 0 ? $"; elsewhere {article} {noun} serves {usual} {(usual == "1" ? "account" : "accounts")} on average" : "";
        var sentence = new NarrativeSentence(SentenceKind.What, Wording.Sentence($"{part} came from {on}{rest}"), null) { Names = shared.Top };
        return new StoryFact(weight, $"{part} came from {Wording.Counted(shared.Values, "shared " + noun)}", sentence, SignalKind.EntitySharing);
    }

    private static StoryFact? Pages(NarrativeContext context, NarrativeSubject subject, double weight)
    {
        if (context.Scripts.MostCommon(subject.Members) is not { Members: > 1 } common) return null;
        var part = Wording.PartOf(common.Members, subject.Size, "payment");
        var rest = Wording.PartOfRest(common.Rest, context.Facts.Count - subject.Size);
        var text = $"{part} followed the pages {BehaviorSentences.Pages(context, common.Row)}; elsewhere {rest} did";
        return new StoryFact(weight, $"{part} followed the same pages", new(SentenceKind.Behavior, Wording.Sentence(text), null), SignalKind.SamePages);
    }
}
