using Investigator.Engine.Ingest.Guess;

namespace Investigator.Engine.Ingest;

/// <summary>The account, entities and attributes whose values tell who someone is, by the names that a mapping gives them.</summary>
public static class PersonalColumns
{
    /// <summary>How the account is called among them.</summary>
    public const string Account = "account";

    /// <summary>What may be marked, in the mapping's order.</summary>
    public static IReadOnlyList<string> Markable(TransactionMapping mapping) =>
        [.. (mapping.Account is null ? (string[])[] : [Account]).Union(mapping.Entities.Keys).Union(mapping.Attributes)];

    /// <summary>What is marked; where a mapping does not say, what is called like something personal, and the account.</summary>
    public static IReadOnlyList<string> Of(TransactionMapping mapping) => mapping.Personal ?? Usual(mapping);

    /// <summary>With these names marked and no others; it says nothing where that is the usual.</summary>
    public static TransactionMapping With(TransactionMapping mapping, IReadOnlyCollection<string> marked)
    {
        string[] personal = [.. Markable(mapping).Intersect(marked)];
        return mapping with { Personal = personal.SequenceEqual(Usual(mapping)) ? null : personal };
    }

    /// <summary>
    /// After a change of the mapping: marks go with what was left out, follow what has a new name, and come to what is new and called like something personal.
    /// </summary>
    public static TransactionMapping Carry(TransactionMapping before, TransactionMapping after)
    {
        if (after.Personal is not { } marked || ReferenceEquals(before, after)) return after;
        var (former, names) = (Markable(before), Markable(after));
        var renamed = before.Entities.DistinctBy(static e => e.Value).ToDictionary(static e => e.Value, static e => e.Key);
        return With(after, [.. names.Where(IsMarked)]);

        bool IsMarked(string name)
        {
            if (former.Contains(name) || marked.Contains(name)) return marked.Contains(name);
            return IsUsual(name) || (after.Entities.TryGetValue(name, out var column) && renamed.TryGetValue(column, out var was) && marked.Contains(was));
        }
    }

    /// <summary>Whether something of this name is personal where nobody says so.</summary>
    public static bool IsUsual(string name) => name == Account || PersonalGuess.IsCalledSo(name);

    private static IReadOnlyList<string> Usual(TransactionMapping mapping) => [.. Markable(mapping).Where(IsUsual)];
}
