using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Identity.OpenId;
using Microsoft.Extensions.Configuration;

namespace Investigator.App.Tests.Identity;

public class OpenIdSettingsTests
{
    private static readonly (string Key, string Value)[] Sound =
    [
        ("Authority", "https://login.example/tenant"), ("ClientId", "investigator"), ("Roles:fraud-team", "investigator"),
        ("Roles:urn:example:x", "Risk Expert"),
    ];

    [Fact]
    public void Settings_Sound_AreRead()
    {
        var settings = OpenIdSettings.Read(Of([.. Sound, ("Scopes", "groups  email")]))!;
        Assert.Equal(["groups", "email"], settings.Scopes);
        Assert.Equal(("roles", "OpenID Connect", null), (settings.RoleClaim, settings.Name, settings.ClientSecret));
        Assert.Equal([Role.Investigator, Role.RiskExpert], settings.RolesFor(["urn:example:x", "fraud-team", "other", "fraud-team"]));
        Assert.Empty(settings.RolesFor(["FRAUD-TEAM"]));
    }

    [Fact]
    public void Settings_None_AreNone() => Assert.Null(OpenIdSettings.Read(Of()));

    [Theory]
    [InlineData("Authority", "", "OpenId:Authority, an https address")]
    [InlineData("Authority", "http://login.example", "OpenId:Authority, an https address")]
    [InlineData("Authority", "login.example", "OpenId:Authority, an https address")]
    [InlineData("ClientId", " ", "the name under which")]
    [InlineData("Roles:fraud-team", "boss", "investigator, risk expert, supervisor, administrator")]
    [InlineData("Roles:fraud-team", "7", "investigator, risk expert, supervisor, administrator")]
    [InlineData("Secret", "x", "one of OpenId:Authority")]
    public void Settings_ThatCannotBeUsed_AreRefusedInWords(string key, string value, string expected) => Assert.StartsWith(
        expected, Assert.Throws<InputException>(() => OpenIdSettings.Read(Of([.. Sound, (key, value)]))).Expected, StringComparison.Ordinal);

    [Fact]
    public void Settings_WithoutRoles_AreRefusedInWords() =>
        Assert.StartsWith("which values", Assert.Throws<InputException>(() => OpenIdSettings.Read(Of(Sound[..2]))).Expected, StringComparison.Ordinal);

    private static IConfiguration Of(params (string Key, string Value)[] set)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (key, value) in set) values[$"OpenId:{key}"] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
