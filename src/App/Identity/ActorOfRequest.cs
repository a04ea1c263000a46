namespace Investigator.Identity;

/// <summary>Says in a request's scope who asks.</summary>
internal sealed class ActorOfRequest(RequestDelegate next, ActorResolver actors)
{
    public Task InvokeAsync(HttpContext http)
    {
        var (current, from) = (http.RequestServices.GetRequiredService<CurrentActor>(), http.Connection.RemoteIpAddress?.ToString() ?? "");
        if (actors.SessionOf(http.User) is { } session) current.Set(session, from);
        else current.Set(actors.Of(http.User, from) with { From = from });
        return next(http);
    }
}
