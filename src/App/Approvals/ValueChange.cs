using Investigator.Settings;

namespace Investigator.Approvals;

/// <summary>One value that a request would change, in words.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Now">When it was asked for.</param>
/// <param name="Then">Once it is approved.</param>
public sealed record ValueChange(string Name, string Now, string Then)
{
    /// <summary>Settings that differ.</summary>
    public static IReadOnlyList<ValueChange> Between(PolicySettings before, PolicySettings after) =>
    [
        .. PolicyWords.Of(before).Zip(PolicyWords.Of(after), static (now, then) => new ValueChange(now.Name, now.Value, then.Value))
            .Where(static change => change.Now != change.Then),
    ];
}
