using System.Text.Json.Nodes;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Web.Pages.AddData;

/// <summary>Which of the guess's questions are still open: one is answered by taking a choice of it, or by setting by hand what its choices set.</summary>
internal sealed class OpenQuestions
{
    private readonly HashSet<string> _answered = [];

    /// <summary>The guess's own: what the check asks goes by itself once it is settled.</summary>
    public IReadOnlyList<Advice> Guessed { get; private set; } = [];

    public void Read(IReadOnlyList<Advice> guessed) => Guessed = guessed;

    public IEnumerable<Advice> Open => Guessed.Where(a => a.Level == AdviceLevel.Decide && !_answered.Contains(Key(a)));

    public void Answer(Advice advice) => _answered.Add(Key(advice));

    /// <summary>Counts as answered what a change has set.</summary>
    public void Changed(Mapping before, Mapping after)
    {
        var (old, now) = (Json(before), Json(after));
        foreach (var advice in Open.ToList())
        {
            if (advice.Remedies.Any(r => !JsonNode.DeepEquals(At(old, r.Setting), At(now, r.Setting)))) Answer(advice);
        }
    }

    private static string Key(Advice advice) => $"{advice.Table}/{advice.Column}/{advice.Text}";

    private static JsonNode? Json(Mapping mapping) => JsonNode.Parse(JsonFile.Text(mapping));

    /// <param name="mapping">As JSON.</param>
    /// <param name="setting"><c>transactions.format.decimal = ","</c>.</param>
    private static JsonNode? At(JsonNode? mapping, string setting)
    {
        foreach (var key in setting.Split('=')[0].Trim().Split('.'))
        {
            if (mapping is not JsonObject node) return null;
            mapping = node[key];
        }

        return mapping;
    }
}
