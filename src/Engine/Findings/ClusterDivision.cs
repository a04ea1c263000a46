using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Findings;

/// <summary>Finds the groups within one cluster that have nothing in common with one another.</summary>
/// <remarks>
/// Members are tied by an entity's value or a page script of which the cluster holds a good part; what they are tied into are groups, and one row alone holds
/// no two groups together (<see cref="TieGraph"/>). Further payments of a tied account go with it. A group with enough rows and accounts is a part, unless its
/// features are those of another: crews that share nothing follow variants of one script. Two crews that each have
/// devices and a script of their own are two, however alike.
/// What is tied to nobody (people at work skip a page now and then) stays with the largest part where it fell into that part's time and is no more than it;
/// otherwise it is a part of its own.
/// </remarks>
internal sealed class ClusterDivision(IReadOnlyList<Tie> ties, TransactionFacts facts, PointMatrix points, int minRows, int maxSharers)
{
    /// <summary>A group has three accounts or more: a couple is none, and one person's habit is none.</summary>
    private const int MinAccounts = 3;

    /// <summary>Of the accounts that have a value, the cluster's: what most people have outside of it is not this cluster's tie.</summary>
    private const double MinShareWithin = 0.2;

    /// <summary>Groups whose centers are nearer than two payments of one of them are alike (<see cref="Profile.Apart"/>).</summary>
    private const double Alike = 2;

    private const int None = -1;
    private const long Day = 86_400_000_000;

    /// <param name="members">Rows of a cluster, ascending.</param>
    /// <returns>Rows of each part, ascending, in the order of their first rows; the cluster itself where it holds no two groups.</returns>
    public IReadOnlyList<int[]> Parts(int[] members)
    {
        var groups = new TieGraph(members.Length, [.. ties.SelectMany(tie => Values(tie, members))]).Groups(minRows);
        AttachAccounts(members, groups);
        var parts = Enumerable.Range(0, members.Length).Where(i => groups[i] != None).GroupBy(i => groups[i], i => members[i])
            .Select(static g => g.ToArray()).Where(rows => rows.Length >= minRows && AccountsOf(rows) >= MinAccounts).ToList();
        return parts.Count == 0 ? [members] : WithRest(members, JoinAlike(parts));
    }

    /// <summary>Members that have each of the values that tie, by their places in the cluster.</summary>
    private IEnumerable<int[]> Values(Tie tie, int[] members)
    {
        var values = new Dictionary<int, Value>();
        for (var i = 0; i < members.Length; i++)
        {
            var code = tie.Codes[members[i]];
            if (code < 0 || tie.IsHub(code, maxSharers)) continue;
            ref var value = ref CollectionsMarshal.GetValueRefOrAddDefault(values, code, out _);
            (value ??= new Value()).Add(i, facts.Accounts[members[i]]);
        }

        return values.Where(v => v.Value.Accounts.Count >= Math.Max(tie.MinAccounts, MinShareWithin * tie.Accounts[v.Key]))
            .Select(static v => v.Value.Members.ToArray());
    }

    /// <summary>An account's other payments go with the group that most of its tied ones are in; no two groups are joined by an account.</summary>
    private void AttachAccounts(int[] members, int[] groups)
    {
        var groupsOf = new Dictionary<int, Dictionary<int, int>>();
        for (var i = 0; i < members.Length; i++)
        {
            if (groups[i] == None) continue;
            ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(groupsOf, facts.Accounts[members[i]], out _);
            CollectionsMarshal.GetValueRefOrAddDefault(counts ??= [], groups[i], out _)++;
        }

        for (var i = 0; i < members.Length; i++)
        {
            if (groups[i] == None && groupsOf.TryGetValue(facts.Accounts[members[i]], out var counts))
            {
                groups[i] = counts.MaxBy(static g => (g.Value, -g.Key)).Key;
            }
        }
    }

    private List<int[]> JoinAlike(List<int[]> parts)
    {
        var profiles = parts.ConvertAll(rows => Profile.Of(rows, points, facts.Times));
        var crews = parts.ConvertAll(rows => Tie.IsCrew(ties, rows, facts.Accounts, maxSharers));
        var joined = new DisjointSet(parts.Count);
        for (var a = 0; a < parts.Count; a++)
        {
            for (var b = a + 1; b < parts.Count; b++)
            {
                if (!(crews[a] && crews[b]) && profiles[a].Apart(profiles[b]) <= Alike) joined.Join(a, b);
            }
        }

        return [.. parts.Index().GroupBy(p => joined.Find(p.Index)).Select(static g => g.SelectMany(static p => p.Item).Order().ToArray())];
    }

    private IReadOnlyList<int[]> WithRest(int[] members, List<int[]> parts)
    {
        var main = parts.MaxBy(static rows => (rows.Length, -rows[0]))!;
        var grouped = parts.SelectMany(static rows => rows).ToHashSet();
        int[] rest = [.. members.Where(row => !grouped.Contains(row))];
        var (first, last) = (facts.Times[main[0]] - Day, facts.Times[main[^1]] + Day);
        int[] apart = rest.Length > main.Length ? rest : [.. rest.Where(row => facts.Times[row] < first || facts.Times[row] > last)];
        if (apart.Length < minRows || Profile.Of(apart, points, facts.Times).Apart(Profile.Of(main, points, facts.Times)) <= Alike) apart = [];
        parts.Remove(main);
        parts.Add([.. main.Concat(rest.Except(apart)).Order()]);
        if (apart.Length > 0) parts.Add(apart);
        return [.. parts.OrderBy(static rows => rows[0])];
    }

    private int AccountsOf(int[] rows) => rows.Select(row => facts.Accounts[row]).Distinct().Count();

    /// <summary>Members that have a value, by their place in the cluster.</summary>
    private sealed class Value
    {
        public List<int> Members { get; } = [];

        public HashSet<int> Accounts { get; } = [];

        public void Add(int member, int account)
        {
            Members.Add(member);
            Accounts.Add(account);
        }
    }
}
