using System.Text.RegularExpressions;
using Investigator.Engine.Features;

namespace Investigator.Runs;

/// <summary>A feature whose values are personal, for someone who may not see them.</summary>
internal sealed class MaskedFeature
{
    private readonly string _phrase;
    private readonly Func<string, string> _show;
    private readonly string[] _levels;
    private readonly Regex _told;

    /// <param name="feature">As the run has it.</param>
    /// <param name="show">The pseudonym of a value.</param>
    public MaskedFeature(StoredFeature feature, Func<string, string> show)
    {
        (_phrase, _show) = (feature.Definition.Phrase, show);
        IsNumber = feature.Levels is null;
        // A longer one may begin with a shorter one.
        _levels = [.. (feature.Levels ?? []).Where(static l => !IsRest(l)).OrderByDescending(static l => l.Length)];
        // Up to where the engine's sentences go on; numbers hold points and commas, but no space behind them.
        _told = new Regex(
            $@"(?<={Regex.Escape(_phrase)} is )(?!(?:not |one of |none of )?~|known\b|missing\b|masked\b).+?(?: \(median [^)]*\))?(?=; |, | and | \(|\.?$|\. )",
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
    }

    public bool IsNumber { get; }

    /// <summary>What stands for all rare values tells none of them.</summary>
    public string Show(string level) => IsRest(level) ? level : _show(level);

    /// <summary>Replaces what a sentence says of its values.</summary>
    public string Hide(string text)
    {
        if (!text.Contains(_phrase, StringComparison.OrdinalIgnoreCase)) return text;
        foreach (var level in _levels)
        {
            foreach (var verb in (string[])[" is ", " is not "])
            {
                text = text.Replace(_phrase + verb + level, _phrase + verb + _show(level), StringComparison.OrdinalIgnoreCase);
            }
        }
        return _told.Replace(text, "masked");
    }

    private static bool IsRest(string level) => level == PersonalFeatures.Rest;
}
