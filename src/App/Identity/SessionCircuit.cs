using System.Net;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Investigator.Identity;

/// <summary>Ties a circuit to the session that opened it: what happens in it is done by that person, and nothing once the session has ended or its rights are
/// others.</summary>
internal sealed class SessionCircuit(
    CurrentActor current, ActorResolver actors, Sessions sessions, AuthenticationStateProvider authentication, IHttpContextAccessor http) : CircuitHandler
{
    private KnownSession? _session;

    /// <summary>Before all others, so that they know who is there.</summary>
    public override int Order => -1;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _session = actors.SessionOf((await authentication.GetAuthenticationStateAsync()).User);
        Require();
        current.Set(_session!, http.HttpContext?.Connection.RemoteIpAddress is IPAddress from ? from.ToString() : "");
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Require();
        return Task.CompletedTask;
    }

    // What comes too late is left undone without a word: the page is being loaded anew, or its line cut.
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async activity =>
    {
        if (IsOver) return;
        await sessions.TouchAsync(_session!);
        await next(activity);
    };

    private bool IsOver => _session is null || sessions.Find(_session.Id) != _session;

    private void Require()
    {
        if (IsOver) throw new SessionOverException();
    }
}

/// <summary>A circuit whose session has ended, or whose person has other rights by now: its page is to be loaded anew.</summary>
public sealed class SessionOverException() : Exception("The session has ended or its rights have changed: load the page anew.");
