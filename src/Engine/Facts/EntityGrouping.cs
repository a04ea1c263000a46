using Investigator.Engine.Core;

namespace Investigator.Engine.Facts;

/// <summary>Transactions that hang together by entities which several accounts share.</summary>
/// <remarks>
/// One shared value alone ties no transactions together: a mobile carrier's address is shared by strangers. A transaction counts as tied when at least
/// two of its entities (one, where only one is mapped) are each used by two or more accounts; tied transactions that follow one another on a shared value, or
/// of one account, within two weeks belong together, and so on through all their values. A crew that wears out a device before
/// the third account comes to it is a chain of such pairs; a couple alone is none, because a group has three accounts or more.
/// A kind of entity whose values most payments share is a place (a terminal, a merchant): it is the norm to share one, so it ties nobody as long as
/// another kind is mapped.
/// What an account bought while it shared nothing is not tied, so what a stolen account bought before stays out. The group looks to both sides in time and
/// serves the space, never a rule.
/// </remarks>
internal static class EntityGrouping
{
    /// <summary>Accounts of a value that ties, and accounts of a group.</summary>
    private const int MinSharers = 2;
    private const int MinAccounts = 3;
    private const int MinTransactions = 5;

    /// <summary>A kind is a place where more than this share of its rows are on values that several accounts use, of which there are some.</summary>
    private const double PlaceShare = 0.5;
    private const int FewestPlaces = 20;

    private static readonly long MaxGap = TimeSpan.FromDays(14).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary><c>[n]</c> number of the group, by first row from 0; -1 for whoever is in none.</summary>
    /// <param name="entities">Rows by each mapped entity.</param>
    /// <param name="accounts"><c>[n]</c> code of the account.</param>
    /// <param name="times"><c>[n]</c> microseconds, ascending.</param>
    public static int[] Number(IReadOnlyList<KeyGroups> entities, int[] accounts, long[] times)
    {
        if (entities.Where(e => !IsPlace(e, accounts)).ToList() is { Count: > 0 } personal) entities = personal;
        var ties = new int[accounts.Length];
        foreach (var entity in entities) ForEachShared(entity, accounts, rows => { foreach (var row in rows) ties[row]++; });
        var need = Math.Min(2, entities.Count);
        var joined = new DisjointSet(accounts.Length);
        foreach (var entity in entities) ForEachShared(entity, accounts, Chain);
        var byAccount = KeyGroups.Of(accounts);
        for (var a = 0; a < byAccount.Rows.Count; a++) Chain(byAccount.Rows[a]);
        return Numbered(joined, ties, need, accounts);

        void Chain(ReadOnlySpan<int> rows)
        {
            var before = -1;
            foreach (var row in rows)
            {
                if (ties[row] < need) continue;
                if (before >= 0 && times[row] - times[before] <= MaxGap) joined.Join(before, row);
                before = row;
            }
        }
    }

    private static int[] Numbered(DisjointSet joined, int[] ties, int need, int[] accounts)
    {
        var size = new int[ties.Length];
        var members = new Dictionary<int, HashSet<int>>();
        for (var row = 0; row < ties.Length; row++)
        {
            if (ties[row] < need || need == 0) continue;
            var root = joined.Find(row);
            size[root]++;
            if (!members.TryGetValue(root, out var known)) members[root] = known = [];
            known.Add(accounts[row]);
        }

        var numbers = new Dictionary<int, int>();
        var groups = new int[ties.Length];
        for (var row = 0; row < ties.Length; row++)
        {
            groups[row] = -1;
            if (ties[row] < need || need == 0) continue;
            var root = joined.Find(row);
            if (size[root] < MinTransactions || members[root].Count < MinAccounts) continue;
            if (!numbers.TryGetValue(root, out var number)) numbers[root] = number = numbers.Count;
            groups[row] = number;
        }

        return groups;
    }

    private static bool IsPlace(KeyGroups entity, int[] accounts)
    {
        var (shared, all, values) = (0L, 0L, 0);
        for (var g = 0; g < entity.Rows.Count; g++)
        {
            var rows = entity.Rows[g];
            all += rows.Length;
            foreach (var row in rows)
            {
                if (accounts[row] == accounts[rows[0]]) continue;
                shared += rows.Length;
                values++;
                break;
            }
        }

        return shared > PlaceShare * all && values >= FewestPlaces;
    }

    private static void ForEachShared(KeyGroups entity, int[] accounts, RowsAction visit)
    {
        var seen = new HashSet<int>();
        for (var g = 0; g < entity.Rows.Count; g++)
        {
            var rows = entity.Rows[g];
            if (rows.Length < MinSharers) continue;
            seen.Clear();
            foreach (var row in rows) seen.Add(accounts[row]);
            if (seen.Count is >= MinSharers and <= PublicPlace.MaxAccounts) visit(rows);
        }
    }

    private delegate void RowsAction(ReadOnlySpan<int> rows);
}
