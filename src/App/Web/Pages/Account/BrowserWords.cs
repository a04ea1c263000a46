using Investigator.Identity;

namespace Investigator.Web.Pages.Account;

/// <summary>Browsers and ways to sign in, as people call them.</summary>
internal static class BrowserWords
{
    // Each browser also names those it is like, so the most particular name comes first.
    private static readonly (string Part, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Part, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    /// <param name="agent">What the browser says it is.</param>
    public static string Of(string agent)
    {
        var browser = NameIn(agent, Browsers) ?? "A browser";
        return NameIn(agent, Systems) is { } system ? $"{browser} on {system}" : browser;
    }

    public static string Of(SignInWay way) => way switch
    {
        SignInWay.Link => "a link",
        SignInWay.Password => "password",
        SignInWay.PasswordAndCode => "password and code",
        SignInWay.Passkey => "passkey",
        SignInWay.OpenId => "another system",
        SignInWay.Demo => "the demo's link",
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, null),
    };

    private static string? NameIn(string agent, (string Part, string Name)[] names) =>
        names.FirstOrDefault(n => agent.Contains(n.Part, StringComparison.Ordinal)).Name;
}
