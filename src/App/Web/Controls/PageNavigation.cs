using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Controls;

/// <summary>The one way by which pages go to another address.</summary>
/// <remarks>
/// Components go elsewhere even while they are being disposed: a set of tabs whose panels are taken away one by one reports each time that another one is
/// active now. Without a browser that ended the circuit with an unhandled exception.
/// </remarks>
internal sealed class PageNavigation(NavigationManager navigation, CircuitLife circuit)
{
    /// <param name="url">One of <see cref="Links"/>.</param>
    /// <param name="replace">Takes the place of the present address in the browser's history.</param>
    public void NavigateTo(string url, bool replace = false)
    {
        if (!circuit.HasEnded) navigation.NavigateTo(url, replace: replace);
    }
}
