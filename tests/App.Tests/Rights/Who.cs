using Investigator.Access;

namespace Investigator.App.Tests.Rights;

/// <summary>Whom something is for, as the tables of expected answers write it: a letter a role, or a word.</summary>
internal static class Who
{
    public const string Anybody = "anybody";

    public const string Nobody = "nobody";

    /// <summary>Everyone who may be asked, nobody among them (null).</summary>
    public static IReadOnlyList<Role?> All { get; } = [null, .. Enum.GetValues<Role>()];

    public static bool Has(string who, Role? role) => who switch
    {
        Anybody => true,
        Nobody => false,
        _ => role is { } one && who.Contains(Letter(one), StringComparison.Ordinal),
    };

    public static string Name(Role? role) => role is { } one ? PermissionWords.Of(one) : Nobody;

    /// <summary>Someone with one role, as handlers get them.</summary>
    public static Actor Actor(Role? role) => role is { } one
        ? new Actor($"person-{one}", $"{one}", ActorKind.Person) { Rights = AccessPolicy.Of([one]), From = "192.0.2.1" }
        : Access.Actor.Nobody;

    private static char Letter(Role role) => role switch
    {
        Role.Investigator => 'I',
        Role.RiskExpert => 'R',
        Role.Supervisor => 'S',
        Role.Administrator => 'A',
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
