using System.Net;

namespace Investigator.Protection;

/// <summary>Answers no one elsewhere in the clear: who comes over the network comes over TLS, which ends here or at a proxy that was named.</summary>
/// <remarks>A proxy is the only way in when one is named: whoever finds the port behind it is told to go through it.</remarks>
internal sealed class PlainTextGate(RequestDelegate next)
{
    private const string Words = "Investigator is reached by https alone from other machines. Where a proxy is before it, that must be named by --proxy and "
        + "say 'X-Forwarded-Proto: https'.";

    public Task InvokeAsync(HttpContext context) => context.Request.IsHttps || IsFromHere(context.Connection.RemoteIpAddress)
        ? next(context)
        : ErrorAnswer.RefuseAsync(context, StatusCodes.Status403Forbidden, Words);

    // No address: a socket of this machine's own.
    private static bool IsFromHere(IPAddress? address) => address is null || IPAddress.IsLoopback(address);
}
