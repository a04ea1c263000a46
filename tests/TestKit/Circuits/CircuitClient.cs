using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.TestKit.Circuits;

/// <summary>A browser as the server sees it: pages fetched, a circuit over a websocket, batches acknowledged, scripts answered, links followed.</summary>
/// <remarks>It draws nothing, so many of them fit on a machine that also serves them.</remarks>
public sealed class CircuitClient : IAsyncDisposable
{
    /// <summary>Arguments of what the server calls, as .NET 10 sends them.</summary>
    private static readonly Dictionary<string, Type[]> Calls = new()
    {
        ["JS.AttachComponent"] = [typeof(int), typeof(string)],
        ["JS.BeginInvokeJS"] = [typeof(long), typeof(string), typeof(string), typeof(int), typeof(long), typeof(int)],
        ["JS.EndInvokeDotNet"] = [typeof(string), typeof(bool), typeof(string)],
        ["JS.RenderBatch"] = [typeof(long), typeof(byte[])],
        ["JS.EndUpdateRootComponents"] = [typeof(long)],
        ["JS.EndLocationChanging"] = [typeof(int), typeof(bool)],
        ["JS.Error"] = [typeof(string)],
    };

    private static readonly TimeSpan MostToLetGo = TimeSpan.FromSeconds(30);

    private readonly HubConnection _hub;
    private readonly Uri _site;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ulong> _clicks = [];
    private readonly Dictionary<(string Event, string Class), ulong> _entries = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (Func<RenderBatch, bool> Is, TaskCompletionSource<long> Seen)? _awaited;
    private long _renderer = -1;
    private int _objects;
    private string? _secret;

    private CircuitClient(Uri site, string? cookie)
    {
        _site = site;
        var builder = new HubConnectionBuilder().WithUrl(new Uri(site, "_blazor"), HttpTransportType.WebSockets, options =>
        {
            // What a browser of this very site sends.
            options.Headers["Origin"] = site.GetLeftPart(UriPartial.Authority);
            if (cookie is not null) options.Headers["Cookie"] = cookie;
        });
        builder.Services.AddSingleton<IHubProtocol, BlazorPackProtocol>();
        _hub = builder.Build();
        _hub.Closed += e =>
        {
            if (e is not null) Fail(e.Message);
            _ended.TrySetResult();
            return Task.CompletedTask;
        };
        foreach (var (call, types) in Calls) _hub.On(call, types, arguments => AnswerAsync(call, arguments));
    }

    /// <summary>What the server called a fault, and what ended the connection.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Done once the line is closed, by either side.</summary>
    public Task Ended => _ended.Task;

    /// <summary>By which a browser takes its circuit up again.</summary>
    public string Secret => _secret ?? "";

    /// <summary>Called with the name and the arguments (JSON) of each script function that the server calls.</summary>
    public Action<string, string>? OnScript { get; set; }

    /// <summary>Whether this script function is answered; all are, unless told otherwise. A browser that is about to be gone answers none.</summary>
    public Func<string, bool> Answers { get; set; } = static _ => true;

    /// <summary>Called with each batch before it is acknowledged.</summary>
    public Action<RenderBatch>? OnBatch { get; set; }

    /// <summary>Makes a page that was fetched from <paramref name="site"/> live.</summary>
    /// <param name="site">The server.</param>
    /// <param name="path">Of the page.</param>
    /// <param name="page">As it was fetched.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="descriptors">What the circuit is to begin with; a page's components come afterwards.</param>
    /// <param name="cookie">The Cookie header of the browser; null for one in which nobody is signed in.</param>
    /// <exception cref="HttpRequestException">The server does not want another circuit.</exception>
    public static async Task<CircuitClient> StartAsync(
        Uri site, string path, ServedPage page, CancellationToken cancel = default, string descriptors = "[]", string? cookie = null)
    {
        var client = new CircuitClient(site, cookie);
        try
        {
            await client._hub.StartAsync(cancel);
            client._secret = await client._hub.InvokeAsync<string?>(
                "StartCircuit", site.ToString(), new Uri(site, path).ToString(), descriptors, page.State, cancel);
            if (page.Components is { } components) await client._hub.SendAsync("UpdateRootComponents", components, page.State, cancel);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes up a circuit that another line had, as a browser does after a break.</summary>
    /// <returns>Whether the server lets it.</returns>
    public static async Task<bool> TakesUpAsync(Uri site, string secret, string? cookie, CancellationToken cancel = default)
    {
        await using var client = new CircuitClient(site, cookie);
        try
        {
            await client._hub.StartAsync(cancel);
            return await client._hub.InvokeAsync<bool>("ConnectCircuit", secret, cancel);
        }
        catch (HttpRequestException)
        {
            // It does not even get a line.
            return false;
        }
    }

    /// <summary>Follows a link inside the app and waits until a batch brings a text that fits <paramref name="shows"/>.</summary>
    /// <returns>The time stamp of the batch that brought it (of <see cref="TimeProvider.System"/>).</returns>
    public Task<long> GoAsync(string path, string shows, TimeSpan atMost) => UntilShownAsync(shows, () => SetOutAsync(path), atMost);

    /// <summary>Goes to a path and waits for nothing.</summary>
    public Task SetOutAsync(string path) => _hub.SendAsync("OnLocationChanged", new Uri(_site, path).ToString(), (string?)null, true);

    /// <summary>Clicks what bears this text and waits until <paramref name="shows"/> appears.</summary>
    /// <exception cref="InvalidOperationException">Nothing of that text can be clicked.</exception>
    public Task<long> ClickAsync(string text, string shows, TimeSpan atMost) => UntilShownAsync(shows, () => ClickAsync(text), atMost);

    /// <summary>Clicks what bears this text.</summary>
    /// <exception cref="InvalidOperationException">Nothing of that text can be clicked.</exception>
    public async Task ClickAsync(string text)
    {
        ulong handler;
        lock (_gate)
        {
            if (!_clicks.TryGetValue(text, out handler)) throw new InvalidOperationException($"nothing called '{text}' can be clicked");
        }

        await DispatchAsync(handler, "click", """{"detail":1,"button":0,"buttons":0,"type":"click"}""", text);
    }

    /// <summary>Whether something bears this text and can be clicked, or could be a moment ago.</summary>
    public bool CanClick(string text)
    {
        lock (_gate) return _clicks.ContainsKey(text);
    }

    /// <summary>Types a text into the field of this class.</summary>
    /// <exception cref="InvalidOperationException">There is no such field.</exception>
    public Task EnterAsync(string @class, string text) => DispatchAsync(
        Entry("oninput", @class) ?? Entry("onchange", @class), "input", $"{{\"value\":{JsonSerializer.Serialize(text)}}}", $"no field '{@class}'");

    /// <summary>Sends the form of this class and waits until <paramref name="shows"/> appears.</summary>
    /// <exception cref="InvalidOperationException">There is no such form.</exception>
    public Task<long> SubmitAsync(string @class, string shows, TimeSpan atMost) =>
        UntilShownAsync(shows, () => DispatchAsync(Entry("onsubmit", @class), "submit", "{}", $"no form '{@class}'"), atMost);

    /// <summary>Does something and waits until a batch brings a text that fits.</summary>
    /// <param name="shows">A regular expression.</param>
    /// <param name="act">What makes the server draw.</param>
    /// <param name="atMost">How long to wait.</param>
    /// <returns>The time stamp of that batch (of <see cref="TimeProvider.System"/>).</returns>
    /// <exception cref="TimeoutException">None did.</exception>
    public async Task<long> UntilShownAsync(string shows, Func<Task> act, TimeSpan atMost)
    {
        var seen = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _awaited = (batch => batch.Shows(shows), seen);
        await act();
        try
        {
            return await seen.Task.WaitAsync(atMost);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"nothing showed '{shows}' within {atMost.TotalSeconds:0} s; {string.Join("; ", _errors)}");
        }
    }

    /// <summary>Closes the tab: a browser tells the server so. It does not wait for the answer, which comes when the server has let go of everything; here
    /// that must take less than a call to a browser that is gone is waited for (a minute).</summary>
    /// <exception cref="TimeoutException">The server kept the circuit.</exception>
    public async Task CloseTabAsync(HttpClient http)
    {
        using var form = new MultipartFormDataContent { { new StringContent(_secret ?? ""), "circuitId" } };
        using var told = new HttpRequestMessage(HttpMethod.Post, new Uri(_site, "_blazor/disconnect")) { Content = form };
        told.Headers.Add("Origin", _site.GetLeftPart(UriPartial.Authority));
        using var _ = await http.SendAsync(told).WaitAsync(MostToLetGo);
        await _hub.DisposeAsync();
    }

    /// <summary>The line goes dead: the server keeps the circuit for a while.</summary>
    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private async Task AnswerAsync(string call, object?[] arguments)
    {
        switch (call)
        {
            case "JS.RenderBatch":
                var batch = new RenderBatch((byte[])arguments[1]!);
                OnBatch?.Invoke(batch);
                TaskCompletionSource<long>? seen = null;
                lock (_gate)
                {
                    foreach (var (text, handler) in batch.Clicks) _clicks[text] = handler;
                    foreach (var (entry, handler) in batch.Entries) _entries[entry] = handler;
                    if (_awaited is { } awaited && awaited.Is(batch)) (seen, _awaited) = (awaited.Seen, null);
                }

                seen?.TrySetResult(TimeProvider.System.GetTimestamp());
                await _hub.SendAsync("OnRenderCompleted", arguments[0], (string?)null);
                break;
            case "JS.BeginInvokeJS":
                await AnswerScriptAsync((long)arguments[0]!, (string)arguments[1]!, arguments[2] as string ?? "[]", (int)arguments[3]!);
                break;
            case "JS.Error":
                Fail((string)arguments[0]!);
                break;
        }
    }

    private async Task AnswerScriptAsync(long id, string identifier, string arguments, int resultKind)
    {
        if (identifier.EndsWith("attachWebRendererInterop", StringComparison.Ordinal))
        {
            _renderer = JsonDocument.Parse(arguments).RootElement[1].GetProperty("__dotNetObject").GetInt64();
        }

        OnScript?.Invoke(identifier, arguments);
        if (identifier.EndsWith("navigationManager.navigateTo", StringComparison.Ordinal)) await FollowAsync(arguments);
        if (!Answers(identifier)) return;
        var result = resultKind == 1
            ? string.Create(CultureInfo.InvariantCulture, $$"""{"__jsObjectId":{{Interlocked.Increment(ref _objects)}}}""")
            : ScriptAnswers.Of(identifier);
        await _hub.SendAsync("EndInvokeJSFromDotNet", id, true, string.Create(CultureInfo.InvariantCulture, $"[{id},true,{result}]"));
    }

    private ulong? Entry(string happens, string @class)
    {
        lock (_gate) return _entries.TryGetValue((happens, @class), out var handler) ? handler : null;
    }

    private async Task DispatchAsync(ulong? handler, string happens, string values, string missing)
    {
        if (handler is null) throw new InvalidOperationException($"there is {missing}");
        var arguments = string.Create(
            CultureInfo.InvariantCulture, $$"""[{"eventHandlerId":{{handler}},"eventName":"{{happens}}","eventFieldInfo":null},{{values}}]""");
        await _hub.SendAsync("BeginInvokeDotNetFromJS", "1", (string?)null, "DispatchEventAsync", _renderer, arguments);
    }

    // The server asks to go elsewhere: inside the app a browser does, and says where it is by then.
    private async Task FollowAsync(string arguments)
    {
        using var asked = JsonDocument.Parse(arguments);
        if (asked.RootElement[1].GetProperty("forceLoad").GetBoolean()) return;
        await SetOutAsync(asked.RootElement[0].GetString()!);
    }

    private void Fail(string problem)
    {
        _errors.Enqueue(problem);
        lock (_gate) _awaited?.Seen.TrySetException(new InvalidOperationException(problem));
    }
}
