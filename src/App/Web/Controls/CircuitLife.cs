using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Investigator.Web.Controls;

/// <summary>Whether the circuit that a page lives in has ended. Its components are disposed after that, and what they still want then leads nowhere.</summary>
internal sealed class CircuitLife : CircuitHandler
{
    public bool HasEnded { get; private set; }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        HasEnded = true;
        return Task.CompletedTask;
    }
}
