using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace Investigator.Protection;

/// <summary>A call over a page's connection that no page of ours makes, because it cannot be read, ends the connection and is one line in the log.</summary>
internal sealed partial class UnreadableCalls(ILogger<UnreadableCalls> log) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (JsonException)
        {
            LogEnded(invocationContext.HubMethodName);
            invocationContext.Context.Abort();
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A connection called {Method} with what cannot be read, and was ended")]
    private partial void LogEnded(string method);
}
