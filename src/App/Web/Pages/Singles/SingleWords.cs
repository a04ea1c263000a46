using Investigator.Engine.Core;
using Investigator.Engine.Singles;
using Investigator.Web.Controls;

namespace Investigator.Web.Pages.Singles;

/// <summary>What a list of singles rests on, in sentences.</summary>
internal static class SingleWords
{
    public static string Basis(SingleList list)
    {
        var (count, bar) = (Format.Count(list.Found, "payment"), Wording.Chance(list.Bar ?? 0));
        var shown = list.Found > list.Payments.Count ? $", of which the {Format.Count(list.Payments.Count)} worst are listed" : "";
        var by = list.Learned ? "learned from known outcomes of other accounts" : "by strong signs alone, as too few outcomes are known to learn from";
        return $"{count} of unknown outcome {(list.Found == 1 ? "has" : "have")} a P(fraud) of {bar} or more{shown}, {by}.{Known(list)}";
    }

    /// <summary>A weak member's money is counted in its finding too.</summary>
    public static string Weak(SingleList list, IReadOnlySet<int> risky)
    {
        var weak = list.Payments.Count(p => p.Finding is { } finding && risky.Contains(finding));
        return weak == 0 ? ""
            : $" {Format.Count(weak, "payment")} here {(weak == 1 ? "is a weak member of a risky finding" : "are weak members of risky findings")}, "
                + $"whose expected loss counts {(weak == 1 ? "its" : "their")} money too.";
    }

    public static string None(SingleList list)
    {
        if (list.Bar is not { } bar) return "It was made by a version that knew none. A new run over the same data looks for them.";
        var by = list.Learned ? "by what was learned from known outcomes" : "by strong signs, the only thing to go by while so few outcomes are known";
        return $"No payment of unknown outcome outside risky findings has a P(fraud) of {Wording.Chance(bar)} or more {by}.{Known(list)}";
    }

    /// <summary>How the same bar did on payments whose outcome is known: judged as if it were not.</summary>
    private static string Known(SingleList list)
    {
        var known = list.KnownFraud + list.KnownLegitimate;
        if (known == 0) return "";
        var be = list.KnownFraud == 1 ? "is" : "are";
        return $" Of those known already, which are not listed, {Format.Of(list.KnownFraud, known)} {be} fraud.";
    }
}
