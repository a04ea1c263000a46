using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor;

namespace Investigator.Web.Charts;

/// <summary>Plotly's chart, which can be left at any moment.</summary>
/// <remarks>
/// On its way out it waits until its scripts are loaded, in order to end the drawing with them. Of a browser that left before it answered, that kept the whole
/// circuit for a minute, until the call ran into its time limit.
/// </remarks>
public sealed class DrawnChart : PlotlyChart, IAsyncDisposable
{
    [Inject]
    private CircuitLife Circuit { get; set; } = null!;

    /// <summary>Ends the drawing in the browser, if there still is one.</summary>
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        if (!Circuit.HasEnded) await ScriptModule.WhileThereAsync(async () => await DisposeAsync());
    }
}
