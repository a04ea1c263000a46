using System.Globalization;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Narratives;

/// <summary>All narratives as one Markdown file, riskiest first.</summary>
public static class NarrativeFile
{
    /// <param name="path">File to write.</param>
    /// <param name="narratives">One per cluster.</param>
    /// <param name="risks">One per cluster.</param>
    /// <param name="rules">Of the risky ones.</param>
    public static void Write(string path, IReadOnlyList<FindingNarrative> narratives, IReadOnlyList<FindingRisk> risks, IReadOnlyList<FindingRule> rules)
    {
        var storyOf = narratives.ToDictionary(n => n.Finding);
        var rulesOf = rules.ToLookup(r => r.Finding);
        var text = new StringBuilder("# Findings by expected loss\n");
        if (risks.Count == 0) text.Append("\nNo findings were made.\n");
        foreach (var risk in risks.Order(FindingOrder.WorstFirst))
        {
            if (!storyOf.TryGetValue(risk.Finding, out var story)) continue;
            text.Append(CultureInfo.InvariantCulture, $"\n## Finding {risk.Finding}: {Escape(story.Headline)}\n\n");
            var basis = risk.Basis == RiskBasis.Outcomes ? "known outcomes" : "signs of coordination";
            var verdict = Wording.Sentence(Wording.Verdict(risk.Probability, risk.Low, risk.High));
            text.Append(CultureInfo.InvariantCulture, $"{verdict} {(risk.Risky ? "Risky" : "Not risky")}, mainly by {basis}.\n\n");
            foreach (var sentence in story.Sentences) text.Append("- ").Append(Escape(sentence.Text)).Append('\n');
            foreach (var rule in rulesOf[risk.Finding])
            {
                var measures = $"{Measures("Learned", rule.Learned)} {Measures("Later", rule.Later)}";
                text.Append(CultureInfo.InvariantCulture, $"- Rule {rule.Id}: {Escape(rule.Text)}. {measures}\n");
            }
        }
        File.WriteAllText(path, text.ToString());
    }

    private static string Measures(string when, RuleMeasures m) => m.Rows == 0
        ? $"{when}: not measured, the cluster is too small to keep a part back."
        : $"{when}: {Wording.Count(m.InCluster)} of {Wording.Count(m.ClusterRows)} members and "
            + $"{Wording.Count(m.Matched - m.InCluster)} of {Wording.Count(m.Rows - m.ClusterRows)} others.";

    /// <summary>Page names and categories come from outside: they must not become mark-up or break a line.</summary>
    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var c in HiddenCharacters.Show(text.ReplaceLineEndings(" ")))
        {
            if (c is '*' or '_' or '`' or '[' or ']' or '<' or '>' or '#' or '\\' or '|') safe.Append('\\');
            safe.Append(c);
        }
        return safe.ToString();
    }
}
