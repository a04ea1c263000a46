namespace Investigator.Identity;

/// <summary>How someone proved who they are.</summary>
public enum SignInWay
{
    /// <summary>By a link that the server printed or a colleague sent, usable once.</summary>
    Link,
    Password,

    /// <summary>A password and a code of an authenticator.</summary>
    PasswordAndCode,
    Passkey,

    /// <summary>At another system, by OpenID Connect.</summary>
    OpenId,

    /// <summary>By the link that a demo prints.</summary>
    Demo,
}
