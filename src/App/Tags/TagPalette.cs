using Investigator.Engine.Core;

namespace Investigator.Tags;

/// <summary>The colours of tags, and the words that are offered before a team has made its own.</summary>
public static class TagPalette
{
    /// <summary>Shown as a dot beside the word, so that no text depends on them for contrast.</summary>
    public static IReadOnlyList<(string Value, string Name)> Colors { get; } =
    [
        ("#d4483f", "red"), ("#e08b3c", "orange"), ("#b8a02e", "yellow"), ("#3fa37c", "green"),
        ("#3ba3b5", "teal"), ("#4c8dca", "blue"), ("#8d7bd6", "violet"), ("#8b95a1", "grey"),
    ];

    public static IReadOnlyList<(TagKind Kind, string Name, string Color, IReadOnlyList<string> Words)> Kinds { get; } =
    [
        (TagKind.FraudType, "Fraud type", "#d4483f",
            ["account takeover", "card testing", "stolen card", "mule ring", "promo abuse", "refund abuse", "reseller bot", "fake accounts"]),
        (TagKind.ModusOperandi, "Modus operandi", "#e08b3c",
            ["shared device", "scripted session", "burst", "same delivery address", "many cards, one account"]),
        (TagKind.InnocentKind, "Innocent kind", "#3fa37c",
            ["household", "office", "sale crowd", "traveller", "shop's own test"]),
    ];

    public static string NameOf(TagKind kind) => Kinds.First(k => k.Kind == kind).Name;

    public static string ColorOf(TagKind kind) => Kinds.First(k => k.Kind == kind).Color;

    /// <exception cref="InputException">It is none of <see cref="Colors"/>.</exception>
    public static string Require(string color) =>
        Colors.Any(c => c.Value == color)
            ? color
            : throw new InputException("the tag's colour is not one of the palette", value: color, expected: string.Join(", ", Colors.Select(c => c.Value)));
}
