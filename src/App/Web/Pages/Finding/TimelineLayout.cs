using System.Globalization;
using Investigator.Transactions;

namespace Investigator.Web.Pages.Finding;

/// <summary>One page view on the drawing.</summary>
/// <param name="X">Left edge, 0..1000 over the longest sequence shown.</param>
/// <param name="Width">Its dwell, on the scale that all share.</param>
/// <param name="Color">By page type.</param>
/// <param name="Opacity">Of the line below it: its attention over the largest of the sequence.</param>
/// <param name="Text">What it says when pointed at.</param>
internal sealed record TimelineBlock(double X, double Width, string Color, double Opacity, string Text);

/// <summary>Sequences to blocks: widths grow with the logarithm of dwell, so that an hour's pause does not hide a second's click, and are comparable between
/// all sequences drawn together.</summary>
internal static class TimelineLayout
{
    public const double FullWidth = 1000;

    /// <summary>Told apart on light and dark ground; the last stands for all types past the first eleven.</summary>
    private static readonly string[] Palette = ["#4c8dca", "#e08b3c", "#3fa37c", "#c0579b", "#8d7bd6", "#b8a02e", "#d4605a", "#3ba3b5", "#8a6d4f", "#6f9e3f",
        "#b07acb", "#8b95a1"];

    /// <summary>Page types by falling number of views, each with its color.</summary>
    public static IReadOnlyList<(string Type, string Color)> Legend(IReadOnlyList<Timeline> timelines) =>
        [.. timelines.SelectMany(t => t.Steps).GroupBy(s => s.Type).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select((g, i) => (g.Key, Palette[Math.Min(i, Palette.Length - 1)]))];

    /// <summary>Blocks of one sequence; <paramref name="longest"/> is the largest <see cref="Length"/> of those drawn together.</summary>
    public static IReadOnlyList<TimelineBlock> Blocks(Timeline timeline, IReadOnlyList<(string Type, string Color)> legend, double longest)
    {
        var colors = legend.ToDictionary(l => l.Type, l => l.Color);
        var most = timeline.Steps.Count == 0 ? 0 : timeline.Steps.Max(s => s.Attention);
        var blocks = new List<TimelineBlock>(timeline.Steps.Count);
        var x = 0.0;
        foreach (var step in timeline.Steps)
        {
            var width = Units(step) / longest * FullWidth;
            blocks.Add(new TimelineBlock(
                x, width, colors[step.Type], most > 0 ? step.Attention / most
                : 0, Said(step, ", ") + (most > 0 ? string.Create(CultureInfo.InvariantCulture, $", weight {step.Attention:0%}") : "")));
            x += width;
        }

        return blocks;
    }

    public static double Length(Timeline timeline) => timeline.Steps.Sum(Units);

    /// <summary>The sequence in words: <c>login 3 s, product 40 s, then paid</c>.</summary>
    public static string Words(Timeline timeline) =>
        timeline.Steps.Count == 0 ? "no events before it" : string.Join(", ", timeline.Steps.Select(s => Said(s, " "))) + ", then paid";

    private static string Said(TimelineStep step, string between) =>
        float.IsNaN(step.Seconds) ? $"{step.Type}{between}time not known"
            : string.Create(CultureInfo.InvariantCulture, $"{step.Type}{between}{step.Seconds:0.#} s");

    private static double Units(TimelineStep step) => 0.5 + (float.IsNaN(step.Seconds) ? 0 : Math.Log2(1 + Math.Max(step.Seconds, 0)));
}
