namespace Investigator.Access;

/// <summary>What a person is here; one may be several.</summary>
public enum Role
{
    /// <summary>Works on findings and cases.</summary>
    Investigator,

    /// <summary>Looks after patterns, rules, runs and data.</summary>
    RiskExpert,

    /// <summary>Sees what was done and what it was worth, and approves.</summary>
    Supervisor,

    /// <summary>Looks after people, data sources and settings.</summary>
    Administrator,
}
