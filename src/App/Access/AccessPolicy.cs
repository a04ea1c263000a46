using System.Collections.Frozen;

namespace Investigator.Access;

/// <summary>Who may do what: the one table from which pages, menu, buttons, endpoints, writes, circuits and the README take their answer.</summary>
public static class AccessPolicy
{
    private static readonly FrozenDictionary<Permission, Role[]> Table = new Dictionary<Permission, Role[]>
    {
        [Permission.ViewResults] = [Role.Investigator, Role.RiskExpert, Role.Supervisor, Role.Administrator],
        [Permission.Select] = [Role.Investigator, Role.RiskExpert, Role.Supervisor],
        [Permission.Tag] = [Role.Investigator, Role.RiskExpert],
        [Permission.LoadData] = [Role.RiskExpert, Role.Administrator],
        [Permission.StartRuns] = [Role.RiskExpert, Role.Administrator],
        [Permission.RecoverData] = [Role.Administrator],
        [Permission.Export] = [Role.Investigator, Role.RiskExpert, Role.Supervisor],
        [Permission.ExportRules] = [Role.RiskExpert, Role.Supervisor],
        [Permission.SeePersonal] = [Role.Investigator],
        [Permission.RevealPersonal] = [Role.RiskExpert, Role.Supervisor],
        [Permission.ManagePeople] = [Role.Administrator],
        [Permission.UseKeys] = [Role.RiskExpert, Role.Administrator],
        [Permission.ChangeSettings] = [Role.Supervisor, Role.Administrator],
        [Permission.Approve] = [Role.Supervisor, Role.Administrator],
        [Permission.ReadAudit] = [Role.Supervisor, Role.Administrator],
        [Permission.ErasePersons] = [Role.Administrator],
        [Permission.OwnAccount] = [Role.Investigator, Role.RiskExpert, Role.Supervisor, Role.Administrator],
    }.ToFrozenDictionary();

    /// <summary>What the app itself and whoever has a shell on this machine may do: everything.</summary>
    public static IReadOnlySet<Permission> All { get; } = Table.Keys.ToFrozenSet();

    /// <summary>Who may, in the order of <see cref="Role"/>.</summary>
    public static IReadOnlyList<Role> RolesWith(Permission permission) => Table[permission];

    /// <summary>What a person of these roles may do.</summary>
    public static IReadOnlySet<Permission> Of(IReadOnlyCollection<Role> roles) =>
        Table.Where(row => row.Value.Any(roles.Contains)).Select(static row => row.Key).ToFrozenSet();
}
