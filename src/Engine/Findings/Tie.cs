using System.Runtime.InteropServices;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;

namespace Investigator.Engine.Findings;

/// <summary>What payments can have in common.</summary>
internal enum TieKind
{
    /// <summary>A value of an entity: the same device.</summary>
    Entity,

    /// <summary>The same pages in the same order, three or more.</summary>
    Script,
}

/// <summary>One kind of thing that payments can have in common.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Noun">How one is said: device.</param>
/// <param name="Codes"><c>[n]</c> equal where the value is; -1 for none.</param>
/// <param name="Accounts"><c>[n]</c> at a code: distinct accounts that have the value, in the whole dataset.</param>
internal sealed record Tie(TieKind Kind, string Noun, int[] Codes, int[] Accounts)
{
    public static IReadOnlyList<Tie> All(TransactionFacts facts, PageScripts scripts) =>
    [
        .. facts.Entities.Select(e => Of(TieKind.Entity, FeatureWords.One(e.Name), e.Codes, facts.Accounts)),
        Of(TieKind.Script, "page script", scripts.Scripts, facts.Accounts),
    ];

    /// <summary>Accounts that have to have a value for it to tie: two may follow one script by chance.</summary>
    public int MinAccounts => Kind == TieKind.Script ? 3 : 2;

    /// <param name="code">Of a value, not -1.</param>
    /// <param name="maxSharers">See <see cref="FindingOptions.MaxSharers"/>. Many people may follow one script.</param>
    public bool IsHub(int code, int maxSharers) => Kind == TieKind.Entity && Accounts[code] > maxSharers;

    /// <summary>
    /// Whether most of these payments are on entities that two accounts or more of them use, and most followed scripts that three accounts or more of them did:
    /// whoever has both, and neither in common with others, is a crew of its own however much their features are alike.
    /// </summary>
    public static bool IsCrew(IReadOnlyList<Tie> ties, int[] rows, int[] accounts, int maxSharers) =>
        Sharing(ties, TieKind.Entity, rows, accounts, maxSharers) * 2 >= rows.Length
        && Sharing(ties, TieKind.Script, rows, accounts, maxSharers) * 2 >= rows.Length;

    /// <summary>Rows with a value that as many accounts of them have as it takes to tie.</summary>
    private static int Sharing(IReadOnlyList<Tie> ties, TieKind kind, int[] rows, int[] accounts, int maxSharers)
    {
        var sharing = new bool[rows.Length];
        foreach (var tie in ties.Where(tie => tie.Kind == kind))
        {
            var users = new Dictionary<int, HashSet<int>>();
            foreach (var row in rows)
            {
                if (tie.Codes[row] is not (>= 0 and var code) || tie.IsHub(code, maxSharers)) continue;
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(users, code, out _);
                (known ??= []).Add(accounts[row]);
            }

            for (var i = 0; i < rows.Length; i++) sharing[i] |= users.TryGetValue(tie.Codes[rows[i]], out var known) && known.Count >= tie.MinAccounts;
        }

        return sharing.Count(static s => s);
    }

    private static Tie Of(TieKind kind, string noun, int[] codes, int[] accounts)
    {
        var groups = KeyGroups.Of(codes).Rows;
        var (counts, last) = (new int[codes.Length], new int[codes.Length]);
        Array.Fill(last, -1);
        for (var g = 0; g < groups.Count; g++)
        {
            var distinct = 0;
            foreach (var row in groups[g])
            {
                if (last[accounts[row]] == g) continue;
                last[accounts[row]] = g;
                distinct++;
            }

            if (distinct > 0) counts[codes[groups[g][0]]] = distinct;
        }

        return new Tie(kind, noun, codes, counts);
    }
}
