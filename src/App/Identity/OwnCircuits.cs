using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace Investigator.Identity;

/// <summary>Lets a circuit be taken up again by the session that began it and by no other, whoever has come by its id; and not once the session's rights are
/// others.</summary>
/// <remarks>The framework asks no handler before it hands a circuit to another line, and what handlers refuse afterwards leaves it there.</remarks>
internal sealed class OwnCircuits(Sessions sessions, TimeProvider clock) : IHubFilter
{
    /// <summary>Longer than the server keeps a circuit whose line went dead.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Begun> _begun = new(StringComparer.Ordinal);

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var session = sessions.Find(SessionTicket.SessionOf(invocationContext.Context.User));
        var (method, connection) = (invocationContext.HubMethodName, invocationContext.Context.ConnectionId);
        if (method is "ConnectCircuit" or "ResumeCircuit")
        {
            var circuit = invocationContext.HubMethodArguments is [string id, ..] ? id : "";
            // What the framework answers where there is no such circuit: the page is loaded anew.
            if (session is null || !_begun.TryGetValue(circuit, out var known) || known.Session != session) return method == "ConnectCircuit" ? false : null;
            if (method == "ConnectCircuit") _begun[circuit] = new Begun(session, connection, null);
        }

        var answer = await next(invocationContext);
        if (method is "StartCircuit" or "ResumeCircuit" && answer is string made && session is not null)
        {
            Forget();
            _begun[made] = new Begun(session, connection, null);
        }

        return answer;
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        foreach (var (circuit, begun) in _begun.Where(b => b.Value.Connection == context.Context.ConnectionId))
        {
            _begun.TryUpdate(circuit, begun with { LeftAt = clock.GetUtcNow() }, begun);
        }

        return next(context, exception);
    }

    private void Forget()
    {
        var before = clock.GetUtcNow() - Kept;
        foreach (var left in _begun.Where(b => b.Value.LeftAt < before)) _begun.TryRemove(left);
    }

    /// <param name="Session">That began it.</param>
    /// <param name="Connection">The line that it has, or had last.</param>
    /// <param name="LeftAt">When that line went dead; null while it lives.</param>
    private sealed record Begun(KnownSession Session, string Connection, DateTimeOffset? LeftAt);
}
