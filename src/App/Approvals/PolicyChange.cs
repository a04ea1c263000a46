using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Settings;
using Investigator.Storage.Database;

namespace Investigator.Approvals;

/// <summary>Requests for other policy settings.</summary>
internal static class PolicyChange
{
    /// <exception cref="InputException">A value is out of its range, or nothing would change.</exception>
    public static ApprovalRequest Ask(PolicySettings now, PolicySettings then, string reason)
    {
        var tidy = then.Tidy();
        tidy.Validate();
        var changes = ValueChange.Between(now, tidy);
        if (changes.Count == 0) throw new InputException("this changes nothing: these settings are in force", expected: "another value in one of them");
        return new ApprovalRequest(ApprovalKind.PolicySettings, "policy settings", What(changes), JsonFile.Text(now), JsonFile.Text(tidy), reason);
    }

    /// <summary>Settings that differ, in words.</summary>
    public static IReadOnlyList<ValueChange> Changes(string before, string after) => ValueChange.Between(Read(before), Read(after));

    public static bool IsOutdated(string before, SettingsVersion inForce) => !Read(before).Equals(inForce.Settings);

    /// <summary>Adds the version that follows; it takes effect when the context is saved.</summary>
    public static SettingsEntity Apply(InvestigatorContext context, ApprovalEntity request, SettingsVersion inForce, DateTime at)
    {
        var settings = Read(request.After);
        settings.Validate();
        var row = new SettingsEntity { Number = inForce.Number + 1, Settings = JsonFile.Text(settings), ValidFrom = at, ApprovalId = request.Id };
        context.PolicySettings.Add(row);
        return row;
    }

    private static PolicySettings Read(string json) => StoredJson.Parse<PolicySettings>(json);

    private static string What(IReadOnlyList<ValueChange> changes) => changes is [var only]
        ? $"Change “{only.Name}” of the policy from {only.Now} to {only.Then}."
        : $"Change {changes.Count} settings of the policy: {string.Join(", ", changes.Select(static change => change.Name.ToLowerInvariant()))}.";
}
