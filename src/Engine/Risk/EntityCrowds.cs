using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Risk;

/// <summary>How many accounts use each value of one entity, and how many values each account uses, over all transactions.</summary>
internal sealed class EntityCrowds
{
    private readonly EntityCodes _entity;
    private readonly int[] _accounts;

    /// <summary><c>[n]</c> accounts on a value, at the value's code.</summary>
    private readonly int[] _onValue;

    /// <summary><c>[n]</c> accounts on the fullest value that an account uses, at the account's code.</summary>
    private readonly int[] _fullest;

    /// <summary><c>[n]</c> values that an account uses, at the account's code.</summary>
    private readonly int[] _valuesOf;

    private readonly int[] _fullestSorted;
    private readonly int[] _valuesSorted;

    public EntityCrowds(EntityCodes entity, int[] accounts)
    {
        (_entity, _accounts) = (entity, accounts);
        (_onValue, _fullest, _valuesOf) = (new int[accounts.Length], new int[accounts.Length], new int[accounts.Length]);
        var pairs = new HashSet<(int Account, int Value)>();
        for (var row = 0; row < accounts.Length; row++)
        {
            if (entity.Codes[row] < 0 || !pairs.Add((accounts[row], entity.Codes[row]))) continue;
            _onValue[entity.Codes[row]]++;
            _valuesOf[accounts[row]]++;
        }
        foreach (var (account, value) in pairs) _fullest[account] = Math.Max(_fullest[account], _onValue[value]);
        _fullestSorted = [.. _fullest.Where(static f => f > 0).Order()];
        _valuesSorted = [.. _valuesOf.Where(static v => v > 0).Order()];
    }

    public string Name => _entity.Name;

    /// <summary>Accounts with the entity at all.</summary>
    public int Accounts => _fullestSorted.Length;

    /// <summary>The finding's accounts on values, not public places, that as many of them share as <paramref name="level"/>, against everybody's.</summary>
    public CrowdShare Sharing(FindingPairs pairs, int level)
    {
        var mine = pairs.ValuesOf.Count(a => a.Value.Any(v => pairs.AccountsOn[v].Count >= level && AccountsOn(v) <= PublicPlace.MaxAccounts));
        var everywhere = _fullestSorted.Length - SortedSearch.CountBelow<int>(_fullestSorted, level);
        return Against(pairs, mine, everywhere - pairs.ValuesOf.Keys.Count(a => _fullest[a] >= level));
    }

    /// <summary>The finding's accounts that use as many values as <paramref name="level"/>, against everybody else's.</summary>
    public CrowdShare Spread(FindingPairs pairs, int level)
    {
        var mine = pairs.ValuesOf.Count(a => a.Value.Count >= level);
        var everywhere = _valuesSorted.Length - SortedSearch.CountBelow<int>(_valuesSorted, level);
        return Against(pairs, mine, everywhere - pairs.ValuesOf.Keys.Count(a => _valuesOf[a] >= level));
    }

    /// <summary>Accounts that use the value, in all transactions.</summary>
    public int AccountsOn(int value) => _onValue[value];

    /// <summary>Which accounts of the finding use which values.</summary>
    public FindingPairs Pairs(int[] members)
    {
        var pairs = new FindingPairs([], []);
        foreach (var row in members)
        {
            if (_entity.Codes[row] is not (>= 0 and var value)) continue;
            Of(pairs.AccountsOn, value).Add(_accounts[row]);
            Of(pairs.ValuesOf, _accounts[row]).Add(value);
        }
        return pairs;

        static HashSet<int> Of(Dictionary<int, HashSet<int>> sets, int key)
        {
            if (!sets.TryGetValue(key, out var set)) sets[key] = set = [];
            return set;
        }
    }

    public CrowdShare Against(FindingPairs pairs, int mine, int rest) => new(mine, pairs.ValuesOf.Count, rest, Accounts - pairs.ValuesOf.Count);
}

/// <param name="AccountsOn">Accounts of the finding on each value.</param>
/// <param name="ValuesOf">Values of each account within the finding.</param>
internal sealed record FindingPairs(Dictionary<int, HashSet<int>> AccountsOn, Dictionary<int, HashSet<int>> ValuesOf);

/// <param name="Mine">Accounts of the finding of which something holds.</param>
/// <param name="Of">Accounts of the finding.</param>
/// <param name="Rest">Other accounts of which it holds.</param>
/// <param name="RestOf">Other accounts.</param>
internal sealed record CrowdShare(int Mine, int Of, int Rest, int RestOf)
{
    public double RestShare => ChanceTest.Rest(Rest, RestOf);

    public double Chance => ChanceTest.AtLeast(Mine, Of, RestShare);

    public double Lower => ChanceTest.Lower(Mine, Of);
}
