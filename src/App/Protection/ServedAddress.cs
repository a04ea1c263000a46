using System.Net;
using Investigator.Engine.Core;

namespace Investigator.Protection;

/// <summary>The address that the server listens on. A name other than localhost means every address of this machine, as it does for Kestrel.</summary>
internal sealed class ServedAddress
{
    private readonly Uri _uri;

    private ServedAddress(Uri uri) => _uri = uri;

    public string Url => _uri.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether TLS ends here.</summary>
    public bool IsSecure => _uri.Scheme == Uri.UriSchemeHttps;

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => _uri.Host == "localhost" || (Number is { } number && IPAddress.IsLoopback(number));

    private bool IsEvery => Number is { } number && (number.Equals(IPAddress.Any) || number.Equals(IPAddress.IPv6Any));

    private IPAddress? Number => IPAddress.TryParse(_uri.DnsSafeHost, out var number) ? number : null;

    /// <exception cref="InputException">It is no address to listen on.</exception>
    public static ServedAddress Read(string url)
    {
        var isRead = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
        if (isRead && uri!.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0) return new ServedAddress(uri);
        throw new InputException(
            "the address to listen on is not usable", value: url, expected: "an address such as http://127.0.0.1:5080 or https://fraud.example:8443");
    }

    /// <param name="why">What others must not reach yet.</param>
    /// <exception cref="InputException">Other machines reach it.</exception>
    public ServedAddress RequireLoopback(string why) => IsLoopback ? this : throw new InputException(
        why, value: Url, expected: "a loopback address such as http://127.0.0.1:5080; reach it from elsewhere through an SSH tunnel");

    /// <summary>What people elsewhere send is sealed on its way, and there is a name by which they find the server.</summary>
    /// <param name="hosts">Names given besides the address's own.</param>
    /// <param name="proxies">Those that end TLS for this server.</param>
    /// <exception cref="InputException">Passwords would travel in the clear, or no one could ask for the server.</exception>
    public void RequireSafe(IReadOnlyCollection<string> hosts, IReadOnlyCollection<string> proxies)
    {
        if (IsLoopback) return;
        if (!IsSecure && proxies.Count == 0)
        {
            throw new InputException(
                "passwords would cross the network in the clear at this address", value: Url,
                expected: "https with a certificate, or --proxy ADDRESS of the proxy that ends TLS before this server");
        }

        if (IsEvery && hosts.Count == 0)
        {
            throw new InputException(
                "this address has no name by which people could ask for it", value: Url, expected: "--host NAME as well, such as --host fraud.example");
        }
    }
}
