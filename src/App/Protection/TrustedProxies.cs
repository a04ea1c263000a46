using System.Net;
using System.Net.Sockets;
using Investigator.Engine.Core;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Investigator.Protection;

/// <summary>The proxies before this server that were named when it was started: they alone are believed about who asked them, how, and for what name.</summary>
internal sealed class TrustedProxies
{
    private readonly IReadOnlyList<IPNetwork> _networks;

    /// <param name="named">Addresses, or networks such as <c>10.0.3.0/24</c>.</param>
    /// <exception cref="InputException">One is neither.</exception>
    public TrustedProxies(IEnumerable<string> named) => _networks = [.. named.Select(Read)];

    /// <summary>What the framework's own middleware reads from a request, and from whom.</summary>
    /// <remarks>A chain is followed back through proxies that were named and no further, so that what a browser writes into the headers itself is not
    /// reached.</remarks>
    public ForwardedHeadersOptions Options
    {
        get
        {
            var options = new ForwardedHeadersOptions { ForwardedHeaders = Headers, ForwardLimit = null };
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in _networks) options.KnownIPNetworks.Add(network);
            return options;
        }
    }

    // Without any the framework would believe everyone.
    private ForwardedHeaders Headers => _networks.Count == 0
        ? ForwardedHeaders.None
        : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;

    private static IPNetwork Read(string named)
    {
        if (IPAddress.TryParse(named, out var address) && IsInFull(named, address)) return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        if (IPNetwork.TryParse(named, out var network) && network.PrefixLength > 0 && IsInFull(named.Split('/')[0], network.BaseAddress)) return network;
        throw new InputException(
            "the proxy to be believed is not usable", value: named, expected: "its address, such as 10.0.3.7, or its network, such as 10.0.3.0/24");
    }

    // "10.0.3" would be read as 10.0.0.3.
    private static bool IsInFull(string named, IPAddress address) => address.AddressFamily != AddressFamily.InterNetwork || address.ToString() == named;
}
