using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Narratives;

/// <summary>One line that names a cluster from its facts.</summary>
internal static class Headlines
{
    public static string Of(NarrativeContext context, NarrativeSubject subject)
    {
        var risk = subject.Risk;
        var facts = new List<string> { Wording.Counted(subject.Size, "payment") };
        if (HasMoney(context, subject)) facts.Add(context.Facts.MoneyInWords(subject.Members));
        facts.Add(Outcomes(risk.Outcomes));
        return Wording.Sentence($"{What(context, subject)}: {string.Join(", ", facts)}")[..^1];
    }

    public static bool HasMoney(NarrativeContext context, NarrativeSubject subject) =>
        Array.Exists(subject.Members, r => !double.IsNaN(context.Facts.Amounts[r]));

    /// <summary>The kind of entity shared most, where sharing counts for something.</summary>
    public static SharedEntity? MostShared(NarrativeContext context, NarrativeSubject subject)
    {
        var signal = subject.Risk.Coordination.Signals
            .Where(s => s.Kind == SignalKind.EntitySharing && s.Value >= 1.5 * Math.Max(1, s.Rest))
            .MaxBy(s => s.Value / Math.Max(1, s.Rest));
        return context.Facts.Shared.FirstOrDefault(e => e.Name == signal?.Entity);
    }

    private static string What(NarrativeContext context, NarrativeSubject subject)
    {
        var risk = subject.Risk;
        var paced = Signal(SignalKind.SamePace)?.Value >= 0.5;
        var same = Signal(SignalKind.SamePages) is { } sequence && sequence.Value >= 0.5 && sequence.Value - sequence.Rest >= 0.4;
        var what = paced ? "scripted payments" : same ? "payments after the same pages" : risk.Risky ? "connected payments" : "similar payments";
        var words = new List<string> { what };
        if (MostShared(context, subject)?.SharedRows(subject.Members) is { Entities: > 0 } shared && shared.Rows * 2 >= subject.Size)
        {
            words.Add($"from {Wording.Counted(shared.Entities, FeatureWords.One(MostShared(context, subject)!.Name))}");
        }
        var mostlyNew = Signal(SignalKind.NewAccounts) is { } novelty && novelty.Value >= 0.5 && novelty.Value - novelty.Rest >= 0.2
            && risk.Accounts > 1;
        words.Add($"by {Wording.Counted(risk.Accounts, mostlyNew ? "mostly new account" : "account")}");
        var manyDeclined = Signal(SignalKind.Declines) is { } declines && declines.Value >= 0.05 && declines.Value >= 2 * declines.Rest;
        if (manyDeclined) words.Add($"({Wording.Count(risk.Outcomes.Declined)} declined)");
        var seconds = (risk.To - risk.From).TotalSeconds;
        words.Add(Wording.Over(Round(seconds), context.Dataset.TransactionClock));
        return string.Join(' ', words);

        CoordinationSignal? Signal(SignalKind kind) => risk.Coordination.Signals.FirstOrDefault(s => s.Kind == kind);
    }

    private static string Outcomes(OutcomeEvidence outcomes) => outcomes.Known switch
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
