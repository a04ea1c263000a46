using Investigator.Access;
using Investigator.Settings;
using Investigator.Storage.Database;

namespace Investigator.Approvals;

/// <summary>What differs from kind to kind. A new kind is a case in each of these.</summary>
internal static class ByKind
{
    /// <summary>What asking for it needs.</summary>
    public static Permission ToAsk(ApprovalKind kind) => kind switch
    {
        ApprovalKind.PolicySettings => Permission.ChangeSettings,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>What it would change, in words.</summary>
    public static IReadOnlyList<ValueChange> Changes(ApprovalKind kind, string before, string after) => kind switch
    {
        ApprovalKind.PolicySettings => PolicyChange.Changes(before, after),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Whether something else has come into force since it was asked for.</summary>
    public static async Task<bool> IsOutdatedAsync(InvestigatorContext context, ApprovalKind kind, string before, CancellationToken cancel) => kind switch
    {
        ApprovalKind.PolicySettings => PolicyChange.IsOutdated(before, await SettingsQueries.InForceAsync(context, cancel)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
