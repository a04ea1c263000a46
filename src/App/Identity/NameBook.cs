using Investigator.Access;

namespace Investigator.Identity;

/// <summary>Names of those who did something, by the ids that rows keep.</summary>
public sealed class NameBook(IReadOnlyDictionary<string, string> names)
{
    /// <summary>Knows no account.</summary>
    public static NameBook Empty { get; } = new(new Dictionary<string, string>());

    /// <summary>The account's name; of an id of no account what is known of it.</summary>
    public string Of(string id) => names.TryGetValue(id, out var name) && name.Length > 0 ? name : Actor.NameOf(id);
}
