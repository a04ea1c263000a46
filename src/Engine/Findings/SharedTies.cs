using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Findings;

/// <summary>What two sets of payments have in common: reasons to call them one ring, or none.</summary>
/// <param name="ties">Kinds of things that payments share.</param>
/// <param name="facts">Accounts and times.</param>
/// <param name="scripts">Pages and pace.</param>
/// <param name="points">The space, <c>[n, d]</c>.</param>
/// <param name="risky">Payments of all sets that are to be compared.</param>
internal sealed class SharedTies(
    IReadOnlyList<Tie> ties, TransactionFacts facts, PageScripts scripts, PointMatrix points, IEnumerable<int[]> risky, FindingOptions options)
{
    /// <summary>A value ties what is risky where this share of its accounts is; used by as many others, it is a public place.</summary>
    private const double MinShareRisky = 0.5;

    /// <summary>One value is enough where it covers this share of each, otherwise it takes two.</summary>
    private const double OneValueCover = 0.5;

    /// <summary>
    /// How far apart features may be for a script that all have (<see cref="Profile.Apart"/>), and the less the fewer have it. Bursts of one machine lay up to
    /// 58 apart, crews that use the same pages 92 or more.
    /// </summary>
    private const double MostApartByScript = 100;

    /// <summary>Near-identical: as near as two halves of one crowd.</summary>
    private const double NearIdentical = 2;

    /// <summary>
    /// Difference of ln(dwell) per page up to which two sets keep one pace. Parts of one crew differed by 0.13 at most, two crews with one script by 0.45 and
    /// more.
    /// </summary>
    private const double MostPaceApart = 0.25;

    private const long Day = 86_400_000_000;

    /// <summary>A crew at work rests over a weekend, not for weeks.</summary>
    private const long MostScriptGap = 7 * Day;

    private readonly HashSet<int>[] _values = [.. ties.Select(tie => RiskyValues(tie, facts, risky, options))];

    /// <summary>Values of one kind that tie: the code of each row, -1 where it has none that does.</summary>
    public int Code(int tie, int row)
    {
        var code = ties[tie].Codes[row];
        return _values[tie].Contains(code) ? code : -1;
    }

    public Profile ProfileOf(int[] rows) => Profile.Of(rows, points, facts.Times);

    /// <summary>Whether two sets are near-identical in behaviour and features.</summary>
    public static bool AreAlike(Profile one, Profile other) => one.Apart(other) <= NearIdentical;

    /// <summary>Why two sets are one ring; null where nothing says so.</summary>
    public Bond? Between(int[] rows, Profile profile, int[] others, Profile otherProfile)
    {
        var gap = profile.Gap(otherProfile);
        var entities = new List<string>();
        var (covered, otherCovered) = (new bool[rows.Length], new bool[others.Length]);
        var most = 0;
        for (var t = 0; t < ties.Count; t++)
        {
            if (ties[t].Kind != TieKind.Entity) continue;
            var shared = Common(t, rows, others);
            if (shared.Count == 0) continue;
            entities.Add(Wording.Counted(shared.Count, ties[t].Noun));
            most = Math.Max(most, shared.Count);
            Mark(t, rows, shared, covered);
            Mark(t, others, shared, otherCovered);
        }

        var (cover, otherCover) = (Share(covered), Share(otherCovered));
        if (Math.Min(cover, otherCover) >= (most > 1 ? options.MinCover : OneValueCover))
        {
            var uses = $"which {Wording.Percent(cover)} and {Wording.Percent(otherCover)} of their payments used";
            return new Bond(1 + Math.Min(cover, otherCover), $"share {Wording.Listed(entities)}, {uses}");
        }

        if (gap > MostScriptGap) return null;
        var apart = profile.Apart(otherProfile);
        for (var t = 0; t < ties.Count; t++)
        {
            if (ties[t].Kind != TieKind.Script) continue;
            var shared = Common(t, rows, others);
            (cover, otherCover) = (ShareWith(t, rows, shared), ShareWith(t, others, shared));
            var least = Math.Min(cover, otherCover);
            if (shared.Count == 0 || least < options.MinScriptCover || apart > MostApartByScript * least) continue;
            if (scripts.PaceApart(rows, others, shared) is not <= MostPaceApart) continue; // also where no dwell is known
            return new Bond(least, $"followed {(shared.Count == 1 ? "the same pages" : $"the same {Wording.Count(shared.Count)} page sequences")} "
                + $"in {Wording.Percent(cover)} and {Wording.Percent(otherCover)} of their payments, {When(gap)}, at like pace and with like features");
        }

        return apart > NearIdentical || gap > Day || (IsCrew(rows) && IsCrew(others)) ? null
            : new Bond(0, $"are near-identical in all features and fall {When(gap)}");
    }

    private bool IsCrew(int[] rows) => Tie.IsCrew(ties, rows, facts.Accounts, options.MaxSharers);

    private HashSet<int> Common(int tie, int[] rows, int[] others)
    {
        var values = new HashSet<int>();
        foreach (var row in rows) if (Code(tie, row) is >= 0 and var code) values.Add(code);
        var shared = new HashSet<int>();
        foreach (var row in others) if (Code(tie, row) is >= 0 and var code && values.Contains(code)) shared.Add(code);
        return shared;
    }

    private void Mark(int tie, int[] rows, HashSet<int> shared, bool[] covered)
    {
        for (var i = 0; i < rows.Length; i++) covered[i] |= shared.Contains(ties[tie].Codes[rows[i]]);
    }

    private double ShareWith(int tie, int[] rows, HashSet<int> shared) => (double)rows.Count(row => shared.Contains(ties[tie].Codes[row])) / rows.Length;

    private static double Share(bool[] covered) => (double)covered.Count(static c => c) / covered.Length;

    private static string When(long gap) => gap == 0 ? "in the same period" : $"within {Wording.Duration(gap / 1e6)} of each other";

    private static HashSet<int> RiskyValues(Tie tie, TransactionFacts facts, IEnumerable<int[]> risky, FindingOptions options)
    {
        var accounts = new Dictionary<int, HashSet<int>>();
        foreach (var row in risky.SelectMany(static rows => rows))
        {
            if (tie.Codes[row] is not (>= 0 and var code) || tie.IsHub(code, options.MaxSharers)) continue;
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(accounts, code, out _);
            (known ??= []).Add(facts.Accounts[row]);
        }

        return [.. accounts.Where(a => a.Value.Count >= MinShareRisky * tie.Accounts[a.Key]).Select(static a => a.Key)];
    }
}

/// <summary>Why two sets of payments are one ring.</summary>
/// <param name="Strength">The strongest are joined first: above 1 by entities, up to 1 by pages, 0 by features alone.</param>
/// <param name="Says">What they do: <c>share 3 devices, which …</c>.</param>
internal sealed record Bond(double Strength, string Says)
{
    public bool IsByEntities => Strength > 1;
}
