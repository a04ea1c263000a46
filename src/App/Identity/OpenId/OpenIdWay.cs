namespace Investigator.Identity.OpenId;

/// <summary>The way in through another system's accounts.</summary>
/// <param name="Name">As the button calls it; null where there is no such way.</param>
public sealed record OpenIdWay(string? Name)
{
    /// <summary>Name of the way to be known by what the provider says.</summary>
    public const string Scheme = "OpenId";

    /// <summary>Leads to the provider.</summary>
    public const string Path = "/account/openid";

    /// <summary>Where the provider sends people back to.</summary>
    public const string BackPath = "/account/openid/back";

    /// <summary>What the page to sign in at is told: it did not work, the person has no role here, the provider is not to be reached.</summary>
    public const string Failed = "openid";

    /// <inheritdoc cref="Failed"/>
    public const string NoRole = "openid-role";

    /// <inheritdoc cref="Failed"/>
    public const string Away = "openid-away";
}
