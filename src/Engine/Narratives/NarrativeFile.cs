using System.Globalization;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;

namespace Investigator.Engine.Narratives;

/// <summary>All narratives as one Markdown file, by expected loss.</summary>
public static class NarrativeFile
{
    /// <summary>Names come from outside and can be as long as somebody likes.</summary>
    private const int LongestName = 60;

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
            text.Append(CultureInfo.InvariantCulture, $"{(risk.Risky ? "Risky" : "Not risky")}, mainly by {basis}.\n\n");
            foreach (var sentence in story.Sentences.Where(static s => s.Place == SentencePlace.Lead)) text.Append(Escape(sentence.Text)).Append("\n\n");
            foreach (var sentence in story.Sentences.Where(static s => s.Place == SentencePlace.Reason)) Append("- **", sentence, "**");
            foreach (var sentence in story.Sentences.Where(static s => s.Place == SentencePlace.Detail)) Append("- ", sentence, "");
            foreach (var rule in rulesOf[risk.Finding])
            {
                if (rule.IsExported) text.Append(CultureInfo.InvariantCulture, $"- Rule {rule.Id}: {Escape(rule.Text)}. {RuleWording.Figures(rule)}\n");
            }
        }
        File.WriteAllText(path, text.ToString());

        void Append(string before, NarrativeSentence sentence, string after)
        {
            var (told, names) = Told(sentence);
            text.Append(before).Append(Escape(told)).Append(after).Append(Escape(names)).Append('\n');
        }
    }

    /// <summary>A sentence in plain text, and the values that it names as what follows it, empty where it names none: <c> Devices d17, d22.</c></summary>
    public static (string Text, string Names) Told(NarrativeSentence sentence)
    {
        // Accounts are what their sentence speaks of; other things are named by their kinds.
        var areAccounts = sentence.Names is [{ Entity: null }, ..];
        var kinds = sentence.Names.GroupBy(static n => n.Entity).Select(kind => (kind.Key is { } entity ? Nouns(entity, kind.Count()) : "") + Quoted(kind));
        var names = string.Join("; ", kinds);
        var tail = names.Length == 0 ? "" : areAccounts ? $": {names}." : sentence.MoreNames ? $" Among them: {names}." : " " + Wording.Sentence(names);
        return (areAccounts ? sentence.Text[..^1] : sentence.Text, tail);

        static string Nouns(string entity, int count) => (count == 1 ? FeatureWords.One(entity) : Wording.Many(FeatureWords.One(entity))) + " ";

        static string Quoted(IEnumerable<NamedValue> names) => string.Join(", ", names.Select(static n => Wording.Quoted(n.Value, LongestName)));
    }

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
