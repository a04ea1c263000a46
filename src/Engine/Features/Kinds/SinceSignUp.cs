using Investigator.Engine.Core;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Seconds from the account's sign-up to the transaction; missing where the source has no sign-up, or a later one.</summary>
internal sealed class SinceSignUp() : SqlKind("since_sign_up")
{
    public static SinceSignUp Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
        [new("since_sign_up", Kind, "time since the account signed up, from the mapping's signed_up", Units.Seconds) { NeedsSignUps = true }];

    internal override string Sql(FeatureDefinition feature) => "epoch(t.time) - epoch(t.signed_up)";
}
