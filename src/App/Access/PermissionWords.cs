namespace Investigator.Access;

/// <summary>Rights and roles as pages, messages and the README say them.</summary>
public static class PermissionWords
{
    public static string Of(Permission permission) => permission switch
    {
        Permission.ViewResults => "see results, personal values masked",
        Permission.Select => "make and delete selections",
        Permission.Tag => "put tags on and take them off",
        Permission.LoadData => "load data",
        Permission.StartRuns => "start and cancel runs, draw maps",
        Permission.RecoverData => "bring back data from files",
        Permission.Export => "download payments, findings and files",
        Permission.ExportRules => "download rules for another engine",
        Permission.SeePersonal => "see personal values",
        Permission.RevealPersonal => "reveal single personal values with a reason",
        Permission.ManagePeople => "look after people and roles",
        Permission.UseKeys => "make keys for programs",
        Permission.ChangeSettings => "ask for a change of the policy",
        Permission.Approve => "decide what others asked for",
        Permission.ReadAudit => "read the audit",
        Permission.ErasePersons => "erase a person's values",
        Permission.OwnAccount => "look after one's own account",
        _ => throw new ArgumentOutOfRangeException(nameof(permission), permission, null),
    };

    /// <summary>With its article.</summary>
    public static string One(Role role) => (role is Role.Administrator or Role.Investigator ? "an " : "a ") + Of(role);

    public static string Of(Role role) => role switch
    {
        Role.Investigator => "investigator",
        Role.RiskExpert => "risk expert",
        Role.Supervisor => "supervisor",
        Role.Administrator => "administrator",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
