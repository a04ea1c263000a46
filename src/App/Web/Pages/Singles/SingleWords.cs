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
        return $"{count} of unknown outcome {(list.Found == 1 ? "is" : "are")} fraud with a probability of {bar} or more{shown}, {by}.{Known(list)}";
    }

    public static string None(SingleList list)
    {
        if (list.Bar is not { } bar) return "It was made by a version that knew none. A new run over the same data looks for them.";
        var by = list.Learned ? "by what was learned from known outcomes" : "by strong signs, the only thing to go by while so few outcomes are known";
        return $"No payment of unknown outcome outside risky findings is fraud with a probability of {Wording.Chance(bar)} or more {by}.{Known(list)}";
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
