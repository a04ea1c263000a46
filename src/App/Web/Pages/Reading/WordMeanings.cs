using Investigator.Engine.Ingest;

namespace Investigator.Web.Pages.Reading;

/// <summary>What the words of a decision or an outcome mean, one meaning a word.</summary>
internal static class WordMeanings
{
    public const string Approved = "approved";
    public const string Challenged = "challenged";
    public const string Declined = "declined";
    public const string Fraud = "fraud";
    public const string Legitimate = "legitimate";
    public const string Ignored = "ignored";

    public static IReadOnlyList<(string Key, string Label)> OfDecision { get; } =
        [(Approved, "approved"), (Challenged, "challenged"), (Declined, "declined"), (Ignored, "says nothing")];

    public static IReadOnlyList<(string Key, string Label)> OfOutcome { get; } = [(Fraud, "fraud"), (Legitimate, "legitimate"), (Ignored, "not known")];

    /// <returns>Each word that has a meaning with it.</returns>
    public static IReadOnlyDictionary<string, string> Words(this DecisionMapping mapping) => Words(
        (mapping.Approved, Approved), (mapping.Challenged, Challenged), (mapping.Declined, Declined), (mapping.Ignored ?? [], Ignored));

    public static IReadOnlyDictionary<string, string> Words(this OutcomeMapping mapping) => Words(
        (mapping.Fraud, Fraud), (mapping.Legitimate, Legitimate), (mapping.Ignored ?? [], Ignored));

    /// <param name="mapping">Is not changed.</param>
    /// <param name="words">Of the source.</param>
    /// <param name="meaning">Theirs from now on; null: none.</param>
    public static DecisionMapping With(this DecisionMapping mapping, IReadOnlyCollection<string> words, string? meaning) => mapping with
    {
        Approved = List(mapping.Approved, words, meaning == Approved),
        Challenged = List(mapping.Challenged, words, meaning == Challenged),
        Declined = List(mapping.Declined, words, meaning == Declined),
        Ignored = List(mapping.Ignored ?? [], words, meaning == Ignored) is { Count: > 0 } ignored ? ignored : null,
    };

    public static OutcomeMapping With(this OutcomeMapping mapping, IReadOnlyCollection<string> words, string? meaning) => mapping with
    {
        Fraud = List(mapping.Fraud, words, meaning == Fraud),
        Legitimate = List(mapping.Legitimate, words, meaning == Legitimate),
        Ignored = List(mapping.Ignored ?? [], words, meaning == Ignored) is { Count: > 0 } ignored ? ignored : null,
    };

    private static Dictionary<string, string> Words(params ReadOnlySpan<(IReadOnlyList<string> Words, string Meaning)> lists)
    {
        var meanings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (words, meaning) in lists)
        {
            foreach (var word in words) meanings.TryAdd(word.Trim(), meaning);
        }

        return meanings;
    }

    private static List<string> List(IReadOnlyList<string> list, IReadOnlyCollection<string> words, bool isTheirs) =>
        [.. list.Where(w => !words.Contains(w.Trim())), .. isTheirs ? words : []];
}
