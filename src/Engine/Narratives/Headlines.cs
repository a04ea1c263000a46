using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Narratives;

/// <summary>One line that names a cluster from its facts.</summary>
internal static class Headlines
{
    public static string Of(NarrativeContext context, NarrativeSubject subject)
    {
        var risk = subject.Risk;
        var manyDeclined = Signal(risk, SignalKind.Declines) is { } declines && declines.Value >= 0.05 && declines.Value >= 2 * declines.Rest;
        var declined = manyDeclined ? $" ({Wording.Count(risk.Outcomes.Declined)} declined)" : "";
        var facts = new List<string> { Wording.Counted(subject.Size, "payment") + declined };
        if (HasMoney(context, subject)) facts.Add(context.Facts.MoneyInWords(subject.Members));
        facts.Add(Outcomes(risk.Outcomes));
        return Wording.Sentence($"{What(context, subject)}: {string.Join(", ", facts)}")[..^1];
    }

    public static bool HasMoney(NarrativeContext context, NarrativeSubject subject) =>
        Array.Exists(subject.Members, r => !double.IsNaN(context.Facts.Amounts[r]));

    /// <summary>What most tells of sharing, where half of the payments or more have it; of the same entity as the reasons are.</summary>
    public static NamedGroup? MostShared(NarrativeSubject subject)
    {
        var heaviest = subject.Risk.Coordination.Signals
            .Where(static s => s.Kind is SignalKind.EntitySharing or SignalKind.AccountFarm)
            .Where(static s => s.Weight > 0 || (s.Kind == SignalKind.EntitySharing && s.Value >= 1.5 * Math.Max(1, s.Rest)))
            .OrderByDescending(static s => s.Weight)
            .Select(s => subject.Shared.FirstOrDefault(g => g.Entity == s.Entity))
            .FirstOrDefault(static g => g is not null);
        return heaviest is not null && heaviest.Payments * 2 >= subject.Size ? heaviest : null;
    }

    /// <summary><c>30 scripted payments</c>, <c>30 payments after the same pages</c>; without a count where it is null.</summary>
    public static string Payments(FindingRisk risk, int? count)
    {
        var manner = Signal(risk, SignalKind.SamePace)?.Value >= 0.5 ? "scripted " : risk.Risky ? "connected " : "similar ";
        var same = Signal(risk, SignalKind.SamePages) is { Value: >= 0.5 } pages && pages.Value - pages.Rest >= 0.4 && manner != "scripted ";
        var noun = same ? "payment" : manner + "payment";
        return (count is { } size ? Wording.Counted(size, noun) : Wording.Many(noun)) + (same ? " after the same pages" : "");
    }

    public static bool AreMostlyNew(FindingRisk risk) =>
        risk.Accounts > 1 && Signal(risk, SignalKind.NewAccounts) is { Value: >= 0.5 } fresh && fresh.Value - fresh.Rest >= 0.2;

    private static string What(NarrativeContext context, NarrativeSubject subject)
    {
        var risk = subject.Risk;
        var words = new List<string> { Payments(risk, null) };
        if (MostShared(subject) is { } shared) words.Add($"from {Wording.Counted(shared.Values, FeatureWords.One(shared.Entity!))}");
        words.Add($"by {Wording.Counted(risk.Accounts, AreMostlyNew(risk) ? "mostly new account" : "account")}");
        var seconds = (risk.To - risk.From).TotalSeconds;
        words.Add(Wording.Over(Round(seconds), context.Dataset.TransactionClock));
        return string.Join(' ', words);
    }

    private static CoordinationSignal? Signal(FindingRisk risk, SignalKind kind) => risk.Coordination.Signals.FirstOrDefault(s => s.Kind == kind);

    /// <summary><c>18 of 20 known outcomes are fraud</c>.</summary>
    public static string Outcomes(OutcomeEvidence outcomes) => outcomes.Known switch
    {
        0 => "no outcome known yet",
        1 => outcomes.Fraud == 1 ? "the one known outcome is fraud" : "the one known outcome is legitimate",
        _ when outcomes.Fraud == 0 => $"none of {Wording.Count(outcomes.Known)} known outcomes is fraud",
        2 when outcomes.Fraud == 2 => "both known outcomes are fraud",
        _ when outcomes.Fraud == outcomes.Known => $"all {Wording.Count(outcomes.Known)} known outcomes are fraud",
        _ => $"{Wording.Count(outcomes.Fraud)} of {Wording.Count(outcomes.Known)} known outcomes {(outcomes.Fraud == 1 ? "is" : "are")} fraud",
    };

    /// <summary>A headline needs no more than the unit's whole number from ten on.</summary>
    private static double Round(double seconds)
    {
        var unit = seconds >= 2 * 86400 ? 86400.0 : seconds >= 3600 ? 3600 : seconds >= 60 ? 60 : 1;
        return seconds / unit >= 10 ? Math.Round(seconds / unit) * unit : Math.Round(seconds / unit, 1) * unit;
    }
}
