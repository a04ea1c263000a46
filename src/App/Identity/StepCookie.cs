namespace Investigator.Identity;

/// <summary>Carries a sign-in from its password to its code: not in the address, which stays in histories.</summary>
internal static class StepCookie
{
    private const string Name = "investigator-step";

    public static string? Of(HttpContext http) => http.Request.Cookies[Name];

    public static void Set(HttpContext http, string token) => http.Response.Cookies.Append(Name, token, Options(http));

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http));

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        MaxAge = StepSeal.Lasts,
        IsEssential = true,
    };
}
