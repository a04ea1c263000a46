using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Narratives;

/// <summary>The values of one kind of entity that are a finding's own. A value that more accounts use outside than within (an office, a carrier) is a hub: it
/// says nothing of those who meet there, and is left out.</summary>
internal sealed class OwnValueFinder
{
    private readonly EntityCodes _entity;
    private readonly int[] _accounts;

    /// <summary><c>[n]</c> accounts that use a value, at the first row with it.</summary>
    private readonly int[] _accountsOf;

    public OwnValueFinder(EntityCodes entity, int[] accounts)
    {
        (_entity, _accounts, _accountsOf) = (entity, accounts, new int[accounts.Length]);
        var pairs = new FirstSeen<(int Account, int Value)>();
        for (var row = 0; row < accounts.Length; row++)
        {
            if (entity.Codes[row] < 0) continue;
            pairs.NumberOf((accounts[row], entity.Codes[row]), out var isNew);
            if (isNew) _accountsOf[entity.Codes[row]]++;
        }
    }

    public string Entity => _entity.Name;

    /// <summary>The values that two accounts or more of the finding share, those with most payments first.</summary>
    /// <param name="members">Rows of the finding, ascending.</param>
    public IReadOnlyList<OwnValue> SharedBy(int[] members) =>
    [
        .. members.Where(row => _entity.Codes[row] >= 0).GroupBy(row => _entity.Codes[row])
            .Select(g => new OwnValue(g.Key, g.Count(), g.Select(row => _accounts[row]).Distinct().Count()))
            .Where(value => value.Accounts > 1 && _accountsOf[value.Row] <= 2 * value.Accounts)
            .OrderByDescending(static value => value.Payments).ThenByDescending(static value => value.Accounts).ThenBy(static value => value.Row),
    ];
}

/// <param name="Row">The first row with the value.</param>
/// <param name="Payments">The finding's payments that have it.</param>
/// <param name="Accounts">The finding's accounts that have it.</param>
internal sealed record OwnValue(int Row, int Payments, int Accounts);
