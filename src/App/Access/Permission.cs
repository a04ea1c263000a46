namespace Investigator.Access;

/// <summary>What may be allowed to someone. Each page, endpoint and write names the one it needs; who has which is in <see cref="AccessPolicy"/>
/// alone.</summary>
public enum Permission
{
    /// <summary>See datasets, runs, findings, the map, rules and payments, personal values masked.</summary>
    ViewResults,

    /// <summary>Make and delete selections.</summary>
    Select,

    /// <summary>Put tags on findings and selections, and take them off.</summary>
    Tag,

    /// <summary>Load data and look after saved mappings.</summary>
    LoadData,

    /// <summary>Start and cancel runs, draw and stop maps.</summary>
    StartRuns,

    /// <summary>Bring back datasets and runs from their files.</summary>
    RecoverData,

    /// <summary>Download payments, findings and files of runs.</summary>
    Export,

    /// <summary>Download rules for another engine.</summary>
    ExportRules,

    /// <summary>See personal values unmasked.</summary>
    SeePersonal,

    /// <summary>Unmask single personal values, with a reason.</summary>
    RevealPersonal,

    /// <summary>Invite people, give and take roles, end sessions of others.</summary>
    ManagePeople,

    /// <summary>Make keys by which programs act for oneself.</summary>
    UseKeys,

    /// <summary>Ask for a change of the policy settings.</summary>
    ChangeSettings,

    /// <summary>Decide what others asked for.</summary>
    Approve,

    /// <summary>Read, filter and export the record of all that was done.</summary>
    ReadAudit,

    /// <summary>Throw away the keys under which one person's values are kept.</summary>
    ErasePersons,

    /// <summary>Look after one's own account: password, second factor, passkeys, sessions.</summary>
    OwnAccount,
}
