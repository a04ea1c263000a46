namespace Investigator.Identity;

/// <summary>Where people sign in and out: printed by commands, linked by pages, mapped by the server.</summary>
public static class AccountAddress
{
    /// <summary>The page with the form.</summary>
    public const string SignInPage = "/sign-in";

    /// <summary>Where the form of name and password goes.</summary>
    public const string SignIn = "/account/sign-in";

    public const string SignOut = "/account/sign-out";

    /// <summary>Where a demo's user chooses a role to play.</summary>
    public const string Play = "/account/play";

    public const string FirstPath = "/account/first";

    public const string DemoPath = "/account/demo";

    /// <summary>What the first start prints.</summary>
    public static string First(string secret) => $"{FirstPath}?token={secret}";

    /// <summary>What a demo prints.</summary>
    public static string Demo(string secret) => $"{DemoPath}?token={secret}";
}
