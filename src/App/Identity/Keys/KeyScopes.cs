using Investigator.Access;

namespace Investigator.Identity.Keys;

/// <summary>What a key may be for: what programs ask for over HTTP. Decisions, accounts and other keys are people's own.</summary>
public static class KeyScopes
{
    public static IReadOnlyList<Permission> All { get; } =
    [
        Permission.ViewResults, Permission.Select, Permission.Export, Permission.ExportRules, Permission.SeePersonal, Permission.LoadData, Permission.ReadAudit,
    ];

    /// <summary>Those that someone may put on a key.</summary>
    public static IEnumerable<Permission> Of(Actor actor) => All.Where(actor.May);
}
