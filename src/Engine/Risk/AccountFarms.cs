using Investigator.Engine.Facts;

namespace Investigator.Engine.Risk;

/// <summary>
/// Accounts on values that more of them share than a household has people, and that bring nothing of their own: devices of a farm.
/// </summary>
/// <remarks>
/// An office, a campus or a carrier is one address with many people, each on a device and with a card of their own; a family shares all it has, but is few.
/// So a value counts as a farm's where six accounts or more of the finding use it, and of no other entity do most of them have a value to themselves.
/// Where only one entity is mapped nobody knows what else they bring: then it takes three such values, because one may be a place. A
/// <see cref="PublicPlace"/> is no farm whatever it looks like.
/// </remarks>
internal sealed class AccountFarms(TransactionFacts facts, IReadOnlyList<EntityCrowds> crowds)
{
    /// <summary>
    /// One more than a large household: in the census of the United States some 4% of households have more than five people, and hardly all of them pay.
    /// </summary>
    public const int MoreThanHousehold = 6;

    private const int FewestAlone = 3;

    /// <summary>With this part of a value's accounts having an own value of another entity, they are people who meet there.</summary>
    private const double OwnThings = 0.8;

    /// <summary>The finding's accounts on values of a farm, against others on values with as many accounts; null where there is no such value.</summary>
    /// <param name="entity">Index of the entity.</param>
    /// <param name="members">Rows of the finding.</param>
    /// <param name="pairs">Of the entity, in the finding.</param>
    public CrowdShare? Of(int entity, int[] members, FindingPairs pairs)
    {
        var candidates = pairs.AccountsOn.Where(v => v.Value.Count >= MoreThanHousehold && crowds[entity].AccountsOn(v.Key) <= PublicPlace.MaxAccounts)
            .Select(static v => v.Key).ToHashSet();
        if (candidates.Count == 0) return null;
        var rowsOn = members.Where(r => candidates.Contains(facts.Entities[entity].Codes[r])).ToLookup(r => facts.Entities[entity].Codes[r]);
        candidates.RemoveWhere(v => IsPlace(entity, [.. rowsOn[v]]));
        if (candidates.Count < (facts.Entities.Count == 1 ? FewestAlone : 1)) return null;
        var mine = pairs.ValuesOf.Count(a => a.Value.Overlaps(candidates));
        var alike = crowds[entity].Sharing(pairs, MoreThanHousehold);
        return alike with { Mine = mine };
    }

    private bool IsPlace(int entity, int[] rows)
    {
        for (var other = 0; other < facts.Entities.Count; other++)
        {
            if (other == entity) continue;
            var pairs = crowds[other].Pairs(rows);
            if (pairs.ValuesOf.Count >= MoreThanHousehold && pairs.ValuesOf.Count(a => a.Value.Any(v => pairs.AccountsOn[v].Count == 1)) >=
                OwnThings * pairs.ValuesOf.Count) return true;
        }
        return false;
    }
}
