using System.Net;

namespace Investigator.Protection;

/// <summary>In the clear this machine alone is answered, under the names that every machine has for itself: who comes over the network comes over TLS, which
/// ends here or at a proxy that was named.</summary>
/// <remarks>So a proxy is named or does not work: unnamed, all who come through it would be one address, and their cookies would not be kept to TLS.</remarks>
internal sealed class PlainTextGate(RequestDelegate next)
{
    private const string Words = "Investigator is reached by https alone, but for this machine under its own name. Where a proxy is before it, that must be "
        + "named by --proxy and say 'X-Forwarded-Proto: https'.";

    public Task InvokeAsync(HttpContext context) => context.Request.IsHttps || IsFromHere(context)
        ? next(context)
        : ErrorAnswer.RefuseAsync(context, StatusCodes.Status403Forbidden, Words);

    // No address: a socket of this machine's own.
    private static bool IsFromHere(HttpContext context) =>
        OwnNames.IsLoopback(context.Request.Host) && (context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address));
}
