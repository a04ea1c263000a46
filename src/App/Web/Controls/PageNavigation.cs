using Microsoft.AspNetCore.Components;
using MudBlazor;

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
    /// <param name="forceLoad">Has the browser load the page anew.</param>
    public void NavigateTo(string url, bool replace = false, bool forceLoad = false)
    {
        if (!circuit.HasEnded) navigation.NavigateTo(url, forceLoad, replace);
    }

    /// <summary>A page of a grid; where a link names one beyond the last, the address is set to the last, and Back leads past the link.</summary>
    /// <param name="view">As the grid asked for it.</param>
    /// <param name="rows">Of the page.</param>
    /// <param name="total">Rows of all pages.</param>
    public GridData<T> Page<T>(GridView view, IEnumerable<T> rows, int total)
    {
        var within = view.Within(total);
        if (within == view) return new GridData<T> { Items = rows, TotalItems = total };
        NavigateTo(navigation.GetUriWithQueryParameter("page", within.Page == 0 ? null : (int?)(within.Page + 1)), replace: true);
        // A grid whose page begins beyond its rows goes to the first one by itself: let it have enough until the address has changed.
        return new GridData<T> { Items = [], TotalItems = (view.Page + 1) * view.Size };
    }
}
