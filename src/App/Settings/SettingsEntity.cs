using Investigator.Storage.Database;

namespace Investigator.Settings;

/// <summary>A version of the policy settings. A change adds a row; the one with the greatest number is in force.</summary>
public sealed class SettingsEntity : IHasCreator
{
    /// <summary>From 1, without gaps. Two changes made from the same version want the same number, and only one of them gets it.</summary>
    public int Number { get; set; }

    /// <summary><see cref="PolicySettings"/> as JSON.</summary>
    public required string Settings { get; set; }

    public DateTime ValidFrom { get; set; }

    /// <summary>Whoever approved it.</summary>
    public string CreatedBy { get; set; } = "";

    /// <summary>The request that it came from.</summary>
    public int ApprovalId { get; set; }
}
