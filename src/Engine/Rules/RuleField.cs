using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Rules;

public enum FieldKind
{
    Number,

    /// <summary>A number that is 1 or 0.</summary>
    YesNo,

    Category,

    /// <summary>A whole number that names something, as a cluster's does: it is or is not, but no more or less than another.</summary>
    Label,

    /// <summary>A UTC day, written <c>yyyy-MM-dd</c>.</summary>
    Day,
}

/// <summary>Something that conditions can be about.</summary>
/// <param name="Name">As conditions name it.</param>
/// <param name="Phrase">How it is said in a sentence.</param>
/// <param name="Unit">Unit of a number; see <see cref="FeatureDefinition.Unit"/>.</param>
/// <param name="Kind">What its values are.</param>
public sealed record RuleField(string Name, string Phrase, string Unit, FieldKind Kind)
{
    /// <summary>Of seconds: the step of their clock, where that is coarse (<see cref="FeatureDefinition.Clock"/>).</summary>
    public ClockStep? Clock { get; init; }

    public static RuleField OfFeature(string name, string phrase, string unit, bool isCategory, ClockStep? clock = null) =>
        new(name, phrase, unit, isCategory ? FieldKind.Category : unit == Units.YesNo ? FieldKind.YesNo : FieldKind.Number) { Clock = clock };

    /// <summary>A checked level of a <see cref="FieldKind.Day"/>: midnight UTC.</summary>
    public static DateTime Day(string text) => TryDay(text, out var day) ? day : throw new FormatException($"'{text}' is not a day.");

    /// <summary>A level of a <see cref="FieldKind.Day"/>: midnight UTC.</summary>
    public static bool TryDay(string text, out DateTime day) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out day);
}

/// <summary>The fields that an expression may name.</summary>
public sealed class RuleSchema(IEnumerable<RuleField> fields)
{
    private readonly Dictionary<string, RuleField> _byName = fields.ToDictionary(f => f.Name, StringComparer.Ordinal);

    public RuleField? Find(string name) => _byName.GetValueOrDefault(name);

    public static RuleSchema Of(FeatureMatrix features) =>
        new(features.Columns.Select(c => RuleField.OfFeature(c.Definition.Name, c.Definition.Phrase, c.Definition.Unit, c.IsCategory,
            c.Definition.Clock)));
}
