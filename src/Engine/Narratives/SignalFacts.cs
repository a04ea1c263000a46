using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Narratives;

/// <summary>Something that sets a finding apart, said in a few words for the first lines, and in sentences of its own.</summary>
/// <param name="Weight">How much it says; 0 for what only whoever reads on needs.</param>
/// <param name="Brief">A clause without the comparison.</param>
/// <param name="Sentence">With the comparison, for whoever has not read the clause.</param>
/// <param name="Signal">What it measures, where it is a sign of coordination.</param>
/// <param name="Entities">Of which entities, where it concerns some.</param>
internal sealed record StoryFact(double Weight, string Brief, NarrativeSentence Sentence, SignalKind? Signal = null, params string?[] Entities)
{
    /// <summary>What is new to whoever has read the clause: the comparison, the names.</summary>
    public NarrativeSentence Reason { get; init; } = Sentence;
}

/// <summary>The signs of coordination as facts, strongest first, one of each family.</summary>
internal static class SignalFacts
{
    private const double Day = 86400;

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

        NamedGroup[] others = [.. subject.Shared.Where(g => !told.Contains((SignalFamily.Sharing, g.Entity)) && TellsApart(context, subject, g))];
        if (others.Length > 0) yield return AlsoShared(subject, others, told.Any(static t => t.Family == SignalFamily.Sharing));
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
            SignalKind.AccountFarm => Sharing(context, subject, signal.Entity!, signal.Weight) ?? Farm(),
            SignalKind.EntitySpread => Told(
                SentenceKind.What, $"an account used {Values(signal.Value)} on average", $"elsewhere {Wording.Rate(signal.Rest)}",
                $"elsewhere an account used {Values(signal.Rest)} on average"),
            SignalKind.SamePages => Pages(context, subject, signal.Weight),
            SignalKind.SamePace => Share(SentenceKind.Behavior, "followed the same pages at nearly the same pace as others", "of all other payments"),
            SignalKind.MachinePacing => Share(SentenceKind.Behavior, BehaviorSentences.AtMachineSpeed(context), "of all other payments"),
            SignalKind.DayBurst => Burst(1, "24 hours"),
            SignalKind.WeekBurst => Burst(7, "7 days"),
            SignalKind.NewAccounts => Share(SentenceKind.What, "came within a day of their account's first payment", "of others on those days"),
            SignalKind.NewEntities => Share(SentenceKind.What, $"came within a day of their {noun}'s first payment", "of others on those days"),
            SignalKind.Declines => Told(
                SentenceKind.What, $"the engine declined {part}", $"of others on those days {rest}", $"of others on those days the engine declined {rest}"),
            SignalKind.SameAmount => Share(SentenceKind.What, "had one and the same amount", "of all other payments", "had it", "had that amount"),
            SignalKind.NearAmount => Share(
                SentenceKind.What, "had nearly the same amount", "of all other payments", "came as near to it", "came as near to that amount"),
            _ => Told(
                SentenceKind.What, $"{signal.Phrase}: {(signal.IsRate ? Wording.Rate(signal.Value) : Wording.Percent(signal.Value))}",
                $"elsewhere {(signal.IsRate ? Wording.Rate(signal.Rest) : rest)}"),
        };

        string Values(double rate) => $"{Wording.Rate(rate)} {(Wording.Rate(rate) == "1" ? noun : Wording.Many(noun))}";

        StoryFact Farm()
        {
            var accounts = Wording.PartOf((int)Math.Round(signal.Value * subject.Risk.Accounts), subject.Risk.Accounts, "account");
            var use = $"use {Wording.Many(noun)} that {AccountFarms.MoreThanHousehold} or more of them share";
            return Told(SentenceKind.What, $"{accounts} {use}", $"elsewhere {rest}", $"of all other accounts {rest} {use}");
        }

        // Where all is within less than the window, the window is not what there is to say.
        StoryFact Burst(int days, string window)
        {
            var seconds = (subject.Risk.To - subject.Risk.From).TotalSeconds;
            var over = Wording.Over(seconds, context.Dataset.TransactionClock);
            var within = seconds >= days * Day ? "within " + window
                : over.StartsWith("over ", StringComparison.Ordinal) ? "within " + over["over ".Length..] : over;
            return Share(SentenceKind.What, $"fell {within}", "of all other payments", $"fell within the same {window}", $"fell within the same {window}");
        }

        // All 40 payments did; of others 3% did.
        StoryFact Share(SentenceKind kind, string did, string others, string again = "did", string? alone = null) =>
            Told(kind, $"{part} {did}", $"{others} {rest} {again}", $"{others} {rest} {alone ?? did}");

        StoryFact Told(SentenceKind kind, string brief, string comparison, string? reason = null) =>
            new(signal.Weight, brief, new(kind, Wording.Sentence($"{brief}; {comparison}"), null), signal.Kind, signal.Entity)
            {
                Reason = new(kind, Wording.Sentence(reason ?? $"{signal.Phrase}: {comparison}"), null),
            };
    }

    /// <summary><c>47 of 52 payments came from 3 devices that several accounts share (15.7 each); elsewhere a device serves 1.1 accounts.</c></summary>
    private static StoryFact? Sharing(NarrativeContext context, NarrativeSubject subject, string entity, double weight)
    {
        if (subject.Shared.FirstOrDefault(g => g.Entity == entity) is not { } shared) return null;
        if (context.Facts.Shared.First(e => e.Name == entity).Of(subject.Members) is not { } sharing) return null;
        var noun = FeatureWords.One(entity);
        var part = Wording.PartOf(shared.Payments, subject.Size, "payment");
        var each = Wording.Rate((double)shared.AccountUses / shared.Values);
        var accounts = Wording.Counted(shared.AccountUses, "account");
        var (on, serve) = shared.Values == 1
            ? ($"1 {noun} that {accounts} share", $"the {noun} serves {accounts}")
            : ($"{Wording.Counted(shared.Values, noun)} that several accounts share ({each} accounts each on average)",
                $"the {Wording.Counted(shared.Values, noun)} serve {each} accounts each on average");
        var usual = Wording.Rate(sharing.PerEntityRest);
        var article = "aeio".Contains(char.ToLowerInvariant(noun[0])) ? "an" : "a";
        var rest = sharing.PerEntityRest > 0 ? $"; elsewhere {article} {noun} serves {usual} {(usual == "1" ? "account" : "accounts")} on average" : "";
        var brief = $"{part} came from {Wording.Counted(shared.Values, "shared " + noun)}";
        return new StoryFact(weight, brief, Told($"{part} came from {on}{rest}"), SignalKind.EntitySharing, entity)
        {
            Reason = Told(serve + rest),
        };

        NarrativeSentence Told(string text) =>
            new(SentenceKind.What, Wording.Sentence(text), null) { Names = shared.Top, MoreNames = shared.Values > shared.Top.Count };
    }

    /// <summary>Whether the group's values serve half as many accounts again as elsewhere.</summary>
    private static bool TellsApart(NarrativeContext context, NarrativeSubject subject, NamedGroup group) =>
        context.Facts.Shared.First(e => e.Name == group.Entity).Of(subject.Members) is { } sharing
        && sharing.PerEntity >= 1.5 * Math.Max(1, sharing.PerEntityRest);

    /// <summary><c>Several accounts also share 9 cards (38 of 40 payments) and 2 addresses (all 40 payments).</c></summary>
    private static StoryFact AlsoShared(NarrativeSubject subject, NamedGroup[] groups, bool also)
    {
        var kinds = groups.Select(g => $"{Wording.Counted(g.Values, FeatureWords.One(g.Entity!))} ({Wording.PartOf(g.Payments, subject.Size, "payment")})");
        var text = $"several accounts {(also ? "also " : "")}share {Wording.Listed([.. kinds])}";
        var sentence = new NarrativeSentence(SentenceKind.What, Wording.Sentence(text), null)
        {
            Names = [.. groups.SelectMany(static g => g.Top)],
            MoreNames = groups.Any(static g => g.Values > g.Top.Count),
        };
        return new StoryFact(0, text, sentence, SignalKind.EntitySharing, [.. groups.Select(static g => g.Entity)]);
    }

    private static StoryFact? Pages(NarrativeContext context, NarrativeSubject subject, double weight)
    {
        if (context.Scripts.MostCommon(subject.Members) is not { Members: > 1 } common) return null;
        var part = Wording.PartOf(common.Members, subject.Size, "payment");
        var rest = Wording.PartOfRest(common.Rest, context.Facts.Count - subject.Size);
        var pages = BehaviorSentences.Pages(context, common.Row);
        return new StoryFact(weight, $"{part} followed the same pages", Told($"{part} followed the pages {pages}; elsewhere {rest} did"), SignalKind.SamePages)
        {
            Reason = Told($"the pages are {pages}; elsewhere {rest} followed them"),
        };

        static NarrativeSentence Told(string text) => new(SentenceKind.Behavior, Wording.Sentence(text), null);
    }
}
