using Microsoft.AspNetCore.Components.Endpoints;

namespace Investigator.Limits;

/// <summary>Lets in as many tabs as there are places: whoever would become one too many gets a calm page that needs none.</summary>
internal sealed class CircuitLimit(RequestDelegate next, CircuitPlaces places, LimitOptions limits)
{
    private const string Words = "As many pages of Investigator are open as this server has room for. Close those that you no longer need, here or on other "
        + "machines, and try again in a few minutes: nothing is lost, and work in progress goes on.";

    // Routing takes a path with a slash at its end for the same, and so must whoever counts.
    private static readonly PathString Hub = "/_blazor";
    private static readonly PathString Negotiate = "/_blazor/negotiate";

    public async Task InvokeAsync(HttpContext http)
    {
        if (IsConnection(http.Request))
        {
            using var place = places.TryConnect();
            await (place is null ? Refusal.WriteAsync(http, limits, Words) : next(http));
            return;
        }

        var isRefused = http.Request.Path.StartsWithSegments(Negotiate) ? !places.TryReserve() : IsPage(http) && !places.HasRoom;
        await (isRefused ? Refusal.WriteAsync(http, limits, Words) : next(http));
    }

    // A websocket, for as long as it is open; one that was not asked for first (negotiate) is counted all the same.
    private static bool IsConnection(HttpRequest request) => request.Path.StartsWithSegments(Hub) && request.HttpContext.WebSockets.IsWebSocketRequest;

    private static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
}
