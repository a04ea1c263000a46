using System.Runtime.InteropServices;
using Investigator.Engine.Core;

namespace Investigator.Engine.Facts;

/// <summary>How accounts share one kind of entity, over all transactions; asked for one cluster and the rest at a time.</summary>
internal sealed class SharedEntity
{
    private readonly EntityCodes _entity;
    private readonly int[] _accounts;
    private readonly int[] _pairs;

    /// <summary><c>[n]</c> accounts on a value, at the value's code.</summary>
    private readonly int[] _onValue;

    private readonly Totals _all;

    public SharedEntity(EntityCodes entity, int[] accounts)
    {
        (_entity, _accounts) = (entity, accounts);
        (_pairs, _onValue) = (new int[accounts.Length], new int[accounts.Length]);
        var numbers = new FirstSeen<(int Account, int Entity)>();
        for (var i = 0; i < accounts.Length; i++)
        {
            if (entity.Codes[i] < 0) continue;
            _pairs[i] = numbers.NumberOf((accounts[i], entity.Codes[i]), out var isNew);
            if (isNew) _onValue[entity.Codes[i]]++;
        }
        _all = Count(Enumerable.Range(0, accounts.Length));
    }

    public string Name => _entity.Name;

    /// <summary>
    /// Distinct accounts per entity and distinct entities per account, in the cluster and over all other transactions; null where fewer than half of the
    /// members have the entity.
    /// </summary>
    public Sharing? Of(int[] members)
    {
        var mine = Count(members);
        if (mine.Rows * 2 < members.Length || mine.Rows == 0) return null;
        // What occurs in the cluster alone does not occur in the rest.
        var pairs = _all.Pairs.Count - Exclusive(mine.Pairs, _all.Pairs);
        var entities = _all.Entities.Count - Exclusive(mine.Entities, _all.Entities);
        var accounts = _all.Accounts.Count - Exclusive(mine.Accounts, _all.Accounts);
        return new Sharing(
            PerEntity(mine, members), entities == 0 ? 0 : (double)pairs / entities,
            (double)mine.Pairs.Count / mine.Accounts.Count, accounts == 0 ? 0 : (double)pairs / accounts);
    }

    /// <summary>A public place is shared by strangers, so it counts as if each of its accounts had a value of its own.</summary>
    private double PerEntity(Totals mine, int[] members)
    {
        var isPublic = mine.Entities.Keys.Where(value => _onValue[value] > PublicPlace.MaxAccounts).ToHashSet();
        if (isPublic.Count == 0) return (double)mine.Pairs.Count / mine.Entities.Count;
        var strangers = members.Where(row => isPublic.Contains(_entity.Codes[row])).Select(row => _pairs[row]).Distinct().Count();
        return (double)mine.Pairs.Count / (mine.Entities.Count - isPublic.Count + strangers);
    }

    /// <summary>Members' rows on entities that two accounts or more of the cluster use.</summary>
    public SharedPart SharedRows(int[] members)
    {
        var accountsOf = members.Where(r => _entity.Codes[r] >= 0).GroupBy(r => _entity.Codes[r])
            .Select(g => (Rows: g.Count(), Accounts: g.Select(r => _accounts[r]).Distinct().Count())).ToList();
        var shared = accountsOf.Where(g => g.Accounts > 1).ToList();
        return new SharedPart(shared.Count, shared.Sum(g => g.Rows), shared.Sum(g => g.Accounts), accountsOf.Count);
    }

    private static int Exclusive(Dictionary<int, int> mine, Dictionary<int, int> all) => mine.Count(p => all[p.Key] == p.Value);

    private Totals Count(IEnumerable<int> rows)
    {
        var totals = new Totals();
        foreach (var row in rows)
        {
            if (_entity.Codes[row] < 0) continue;
            totals.Rows++;
            CollectionsMarshal.GetValueRefOrAddDefault(totals.Pairs, _pairs[row], out _)++;
            CollectionsMarshal.GetValueRefOrAddDefault(totals.Entities, _entity.Codes[row], out _)++;
            CollectionsMarshal.GetValueRefOrAddDefault(totals.Accounts, _accounts[row], out _)++;
        }
        return totals;
    }

    /// <summary>Rows by pair, by entity and by account.</summary>
    private sealed class Totals
    {
        public int Rows { get; set; }

        public Dictionary<int, int> Pairs { get; } = [];

        public Dictionary<int, int> Entities { get; } = [];

        public Dictionary<int, int> Accounts { get; } = [];
    }
}

/// <param name="PerEntity">Distinct accounts per entity, in the cluster; a <see cref="PublicPlace"/> counts as one for each account.</param>
/// <param name="PerEntityRest">The same over the rest; 0 where the rest has none.</param>
/// <param name="PerAccount">Distinct entities per account, in the cluster.</param>
/// <param name="PerAccountRest">The same over the rest.</param>
internal sealed record Sharing(double PerEntity, double PerEntityRest, double PerAccount, double PerAccountRest);

/// <param name="Entities">Entities that two accounts or more of the cluster use.</param>
/// <param name="Rows">Members on them.</param>
/// <param name="AccountUses">Distinct accounts of each, summed.</param>
/// <param name="AllEntities">Distinct entities of the cluster, shared or not.</param>
internal sealed record SharedPart(int Entities, int Rows, int AccountUses, int AllEntities);
