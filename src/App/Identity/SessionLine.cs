namespace Investigator.Identity;

/// <summary>Cuts the line of an open page soon after its session has ended or its rights have changed. The page itself loads anew before; a program that does
/// not gets nothing more.</summary>
internal sealed class SessionLine(RequestDelegate next, Sessions sessions, TimeProvider clock)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private static readonly PathString Hub = "/_blazor";

    public async Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments(Hub) || SessionTicket.SessionOf(http.User) is not { } session)
        {
            await next(http);
            return;
        }

        using var open = new CancellationTokenSource();
        using var watcher = sessions.OnChange(session, () => _ = CutAsync(http, open.Token));
        await next(http);
        await open.CancelAsync();
    }

    private async Task CutAsync(HttpContext http, CancellationToken ended)
    {
        await Task.Delay(Grace, clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCancellationRequested) http.Abort();
    }
}
