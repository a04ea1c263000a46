using Microsoft.JSInterop;

namespace Investigator.Web.Controls;

/// <summary>A script of <c>wwwroot/js</c> as a component uses it. People leave in the middle of everything: what is asked of a browser that is gone does
/// nothing.</summary>
/// <param name="script">Of the circuit.</param>
/// <param name="path">Of the module, from the page's base.</param>
internal sealed class ScriptModule(IJSRuntime script, string path) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <summary>Calls a function of the module.</summary>
    /// <returns>Whether there is still a browser that did it.</returns>
    /// <exception cref="JSException">The script failed.</exception>
    public Task<bool> TryRunAsync(string function, params object?[] arguments) =>
        WhileThereAsync(async () => await (await ModuleAsync()).InvokeVoidAsync(function, arguments));

    /// <summary>Calls a function of the module for its answer.</summary>
    /// <returns>Nothing when the browser is gone.</returns>
    /// <exception cref="JSException">The script failed.</exception>
    public async Task<T?> CallAsync<T>(string function, params object?[] arguments)
    {
        var answer = default(T);
        await WhileThereAsync(async () => answer = await (await ModuleAsync()).InvokeAsync<T>(function, arguments));
        return answer;
    }

    /// <summary>Does something with a browser, unless it has left.</summary>
    /// <returns>Whether it was done.</returns>
    public static async Task<bool> WhileThereAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception e) when (e is JSDisconnectedException or ObjectDisposedException or OperationCanceledException)
        {
            // The circuit ended before, during, or so long ago that the answer was given up; the browser's side is gone with it.
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_module is not null) await WhileThereAsync(async () => await _module.DisposeAsync());
    }

    private async ValueTask<IJSObjectReference> ModuleAsync() => _module ??= await script.InvokeAsync<IJSObjectReference>("import", path);
}
