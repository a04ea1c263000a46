using Investigator.Engine.Sequences;

namespace Investigator.Engine.Tests.Embedding;

/// <summary>Makes sequences by families: a family is a script of pages and a rhythm; its members stray from both a little.</summary>
internal static class SequenceFamilies
{
    public static readonly string[] Vocabulary = ["other", "home", "search", "view", "cart", "pay", "login", "profile"];

    /// <param name="Pages">Indices into <see cref="Vocabulary"/>.</param>
    /// <param name="Seconds">Typical dwell.</param>
    public sealed record Family(short[] Pages, double Seconds);

    public static readonly Family[] Five =
    [
        new([6, 1, 2, 3, 3, 4, 5], 20),
        new([6, 1, 2, 3, 3, 4, 5], 0.4),     // the same script at a machine's pace
        new([5, 4, 3, 3, 2, 1, 6], 20),      // the same pages in another order
        new([6, 7, 7, 6, 7, 4, 5], 20),
        new([2, 3, 2, 3, 2, 3, 4, 5], 3),
    ];

    /// <summary><paramref name="each"/> members of every family in turn: row i is of family <c>i % families.Length</c>.</summary>
    public static SequenceSet Make(Family[] families, int each, int seed)
    {
        var random = new Random(seed);
        var rows = new List<(short[] Types, float[] Dwell)>();
        for (var i = 0; i < each * families.Length; i++)
        {
            var family = families[i % families.Length];
            var pages = new List<short>(family.Pages);
            if (random.NextDouble() < 0.3) pages.Insert(random.Next(pages.Count), 3);
            rows.Add(([.. pages], [.. pages.Select(_ => (float)(family.Seconds * Math.Exp((random.NextDouble() - 0.5) * 0.8)))]));
        }

        return Of(rows);
    }

    /// <summary>A set of exactly these sequences; gaps follow from dwells.</summary>
    public static SequenceSet Of(IReadOnlyList<(short[] Types, float[] Dwell)> rows)
    {
        var offsets = new int[rows.Count + 1];
        for (var i = 0; i < rows.Count; i++) offsets[i + 1] = offsets[i] + rows[i].Types.Length;
        return new SequenceSet
        {
            Offsets = offsets,
            Types = [.. rows.SelectMany(static r => r.Types)],
            Dwell = [.. rows.SelectMany(static r => r.Dwell)],
            Gap = [.. rows.SelectMany(static r => r.Dwell.Length == 0 ? [] : r.Dwell[..^1].Prepend(0f))],
            Vocabulary = Vocabulary,
            MaxLength = 64,
        };
    }
}
