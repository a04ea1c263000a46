namespace Investigator.Identity;

/// <summary>Where people sign in and out: printed by commands, linked by pages, mapped by the server.</summary>
public static class AccountAddress
{
    /// <summary>The page with the form.</summary>
    public const string SignInPage = "/sign-in";

    /// <summary>The page that asks for the code.</summary>
    public const string CodePage = "/sign-in/code";

    /// <summary>The page where an invitation or a recovery ends.</summary>
    public const string InvitationPage = "/invitation";

    /// <summary>The page of one's own account.</summary>
    public const string OwnPage = "/account";

    /// <summary>Where the form of name and password goes.</summary>
    public const string SignIn = "/account/sign-in";

    /// <summary>Where the form of the code goes.</summary>
    public const string Code = "/account/code";

    public const string SignOut = "/account/sign-out";

    /// <summary>Where a demo's user chooses a role to play.</summary>
    public const string Play = "/account/play";

    /// <summary>Where the form of an invitation goes.</summary>
    public const string Accept = "/account/invitation";

    /// <summary>Where the form of a recovery goes.</summary>
    public const string Recover = "/account/recovery";

    /// <summary>What a browser is to ask its passkeys to sign in.</summary>
    public const string PasskeyRequest = "/account/passkeys/request";

    public const string PasskeySignIn = "/account/passkeys/sign-in";

    /// <summary>What a browser is to make a passkey of.</summary>
    public const string PasskeyCreation = "/account/passkeys/creation";

    public const string AddPasskey = "/account/passkeys/add";

    public const string FirstPath = "/account/first";

    public const string DemoPath = "/account/demo";

    /// <summary>What the first start prints.</summary>
    public static string First(string secret) => $"{FirstPath}?token={secret}";

    /// <summary>What a demo prints.</summary>
    public static string Demo(string secret) => $"{DemoPath}?token={secret}";

    /// <summary>What is sent to who is invited, or has lost the way in.</summary>
    public static string Invitation(string secret) => $"{InvitationPage}?token={secret}";
}
