using System.Net;
using Investigator.Engine.Core;

namespace Investigator.Protection;

/// <summary>The names under which people reach this server: the loopback ones, and those that whoever started it added.</summary>
/// <remarks>A site elsewhere can let its own name resolve to this machine, and a browser then takes what is served here for that site's. What the browser
/// cannot hide is the name that it asked for.</remarks>
public sealed class OwnNames
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    private readonly IReadOnlyList<HostString> _added;
    private readonly HashSet<string> _hosts;

    /// <param name="url">The address served; its host is a name of it.</param>
    /// <param name="added">Further names, such as <c>fraud.example</c> or <c>fraud.example:8443</c>.</param>
    /// <exception cref="InputException">One of them is no name.</exception>
    public OwnNames(string url, IEnumerable<string> added)
    {
        _added = [.. added.Select(Read)];
        IEnumerable<string> hosts = [.. Loopback, new Uri(url).Host, .. _added.Select(static a => a.Host)];
        _hosts = hosts.Where(static host => !IsEvery(host)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a request's <c>Host</c> is one of ours, at whatever port: a tunnel may have another. An empty one is not.</summary>
    public bool IsHost(HostString host) => _hosts.Contains(host.Host) && HasUsablePort(host);

    /// <summary>Those that mean this server elsewhere too.</summary>
    public IEnumerable<string> Public => _hosts.Except(Loopback, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is a name that every machine has for itself.</summary>
    public static bool IsLoopback(HostString host) => Loopback.Contains(host.Host, StringComparer.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Whether a request whose <c>Host</c> is ours comes from one of our own pages: the page has the very address that the request is for, or, behind
    /// a proxy that keeps another <c>Host</c> or ends TLS, an added name. What came over TLS is no page's that did not.</summary>
    public bool IsOrigin(string origin, HttpRequest request)
    {
        if (string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)) return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var page)
            && (page.Scheme == Uri.UriSchemeHttps || (page.Scheme == Uri.UriSchemeHttp && !request.IsHttps))
            && _added.Any(a => string.Equals(a.Host, page.Host, StringComparison.OrdinalIgnoreCase)
                && (a.Port is { } port ? port == page.Port : page.IsDefaultPort));
    }

    // What is listened on when every address of the machine is: no name by which one asks.
    private static bool IsEvery(string host) => host is "0.0.0.0" or "[::]";

    private static HostString Read(string name)
    {
        var host = new HostString(name);
        if (Uri.CheckHostName(host.Host.Trim('[', ']')) != UriHostNameType.Unknown && HasUsablePort(host)) return host;
        throw new InputException(
            "the name to be reached by is not usable", value: name, expected: "a host name such as fraud.example, with a port or not");
    }

    private static bool HasUsablePort(HostString host) => host.Value!.Length == host.Host.Length || host.Port is > 0 and <= ushort.MaxValue;
}
