using System.Diagnostics.CodeAnalysis;
using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Rules;
using Investigator.Personal;

namespace Investigator.Runs;

/// <summary>The personal values of one run, its features' among them, as one person may see them.</summary>
public sealed class RunMask
{
    private readonly Dictionary<string, MaskedFeature> _hidden;

    internal RunMask(ValueMask values, IReadOnlyList<StoredFeature> features)
    {
        Values = values;
        Features = features;
        _hidden = values.IsOpen ? [] : features.Select(f => (Feature: f, Column: ColumnOf(f.Definition))).Where(static f => f.Column is not null)
            .ToDictionary(static f => f.Feature.Definition.Name, f => new MaskedFeature(f.Feature, level => values.Show(f.Column!, level)));
    }

    public static RunMask None { get; } = new(ValueMask.None, []);

    /// <summary>Of the transactions' own columns.</summary>
    public ValueMask Values { get; }

    internal IReadOnlyList<StoredFeature> Features { get; }

    /// <summary>Whether a feature's values are personal and not to be seen.</summary>
    public bool Hides(string feature) => _hidden.ContainsKey(feature);

    /// <summary>Whether they are numbers: those have no pseudonyms, and are left out.</summary>
    public bool HidesNumber(string feature) => _hidden.TryGetValue(feature, out var hidden) && hidden.IsNumber;

    /// <summary>Whether a file of the run holds what is not to be seen.</summary>
    public bool Hides(StoredFile file) =>
        (!Values.IsOpen && Values.Personal.Count > 0 && KnownFiles.NamingValues.Contains(file))
        || (_hidden.Count > 0 && KnownFiles.HoldingFeatures.Contains(file));

    /// <summary>A category of a feature as the person may see it.</summary>
    [return: NotNullIfNotNull(nameof(level))]
    public string? Show(string feature, string? level) => level is not null && _hidden.TryGetValue(feature, out var hidden) ? hidden.Show(level) : level;

    /// <summary>The stored column whose values, or parts of them, a feature shows; null where they are not personal.</summary>
    public string? ColumnOf(FeatureDefinition feature) => PersonalFeatures.Shows(feature, Values.Personal) is { } name
        ? Values.Personal.First(c => c.Value == name).Key : null;

    /// <summary>What an engine's sentence says, without the values of hidden features.</summary>
    public string Words(string text) => _hidden.Values.Aggregate(text, static (said, feature) => feature.Hide(said));

    /// <summary>A condition on a feature with pseudonyms in the place of values.</summary>
    public RuleCondition Show(RuleCondition condition)
    {
        if (!Hides(condition.Feature)) return condition;
        return condition with
        {
            Number = null,
            Category = Show(condition.Feature, condition.Category),
            Categories = condition.Categories?.Select(c => Show(condition.Feature, c)).ToList(),
        };
    }
}
