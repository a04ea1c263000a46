using System.Net;
using Investigator.Engine.Core;

namespace Investigator.Commands;

/// <summary>Until there are accounts, whoever reaches the port sees everything: only this machine may.</summary>
internal static class LoopbackAddress
{
    /// <returns>The address, normalised.</returns>
    /// <exception cref="InputException">Not an http address, or not a loopback one.</exception>
    public static string Require(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not "http")
        {
            throw new InputException("the address to listen on is not usable", value: url, expected: "an address such as http://127.0.0.1:5080");
        }

        if (uri.Host != "localhost" && !(IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address)))
        {
            throw new InputException(
                "there are no accounts yet, so Investigator listens on this machine alone", value: url,
                expected: "a loopback address such as http://127.0.0.1:5080; reach it from elsewhere through an SSH tunnel");
        }

        return uri.GetLeftPart(UriPartial.Authority);
    }
}
