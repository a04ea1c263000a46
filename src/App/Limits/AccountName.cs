using System.Security.Cryptography;
using System.Text;

namespace Investigator.Limits;

/// <summary>Reads for which account a session is asked, before anything is tried: the tries of one name are counted wherever they come from.</summary>
internal sealed class AccountName(RequestDelegate next)
{
    /// <summary>The field of a form that names an account.</summary>
    public const string Field = "name";

    private static readonly object Known = new();

    /// <returns>The same text for the same name, however it is written; null where none is given.</returns>
    public static string? Of(HttpContext http) => http.Items[Known] as string;

    public async Task InvokeAsync(HttpContext http)
    {
        if (RateLimits.IsSignIn(http.GetEndpoint()) && http.Request.HasFormContentType && await ReadAsync(http) is { Length: > 0 } name)
        {
            http.Items[Known] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Trim().ToUpperInvariant())));
        }

        await next(http);
    }

    private static async Task<string?> ReadAsync(HttpContext http)
    {
        try
        {
            return (await http.Request.ReadFormAsync(http.RequestAborted))[Field];
        }
        catch (InvalidDataException)
        {
            return null; // no form: the endpoint says so
        }
    }
}
