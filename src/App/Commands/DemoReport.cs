using Investigator.Engine.Core;
using Investigator.Engine.Narratives;
using Investigator.Findings;

namespace Investigator.Commands;

/// <summary>What a terminal is told of a run: the findings to look at first, each with its first lines and its reasons.</summary>
internal static class DemoReport
{
    /// <param name="risky">Risky findings of the run.</param>
    /// <param name="findings">The first of them by expected loss; where there is none, the first that are not risky.</param>
    public static IEnumerable<string> Lines(int risky, IReadOnlyList<FindingDetail> findings)
    {
        yield return Head(risky, findings.Count);
        foreach (var finding in findings)
        {
            yield return "";
            yield return HiddenCharacters.Show($"Finding {Wording.Count(finding.Summary.Number)}: {finding.Summary.Headline}");
            foreach (var sentence in finding.Narrative.Sentences.Where(s => IsTold(s, finding.Summary.Risky)))
            {
                var (text, names) = NarrativeFile.Told(sentence);
                yield return "  " + HiddenCharacters.Show(text + names);
            }
        }
    }

    private static string Head(int risky, int shown) => (risky, shown) switch
    {
        (0, 0) => "No findings were made.",
        (0, _) => "No finding reaches the bar of risky, which does not mean that there is no fraud. These come next, by expected loss:",
        (1, _) => "1 risky finding:",
        _ => $"{Wording.Counted(risky, "risky finding")}; the first {Wording.Count(shown)} by expected loss:",
    };

    private static bool IsTold(NarrativeSentence sentence, bool risky) =>
        sentence.Place is SentencePlace.Lead or SentencePlace.Reason || (!risky && sentence.Kind == SentenceKind.Missing);
}
