using Investigator.Composition;
using Investigator.Storage;
using Investigator.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests;

/// <summary>The real server on a free loopback port, over a data folder with one finished run.</summary>
public sealed class ServedSample : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private DataFolder? _data;
    private WebApplication? _app;
    private AsyncServiceScope? _scope;

    public int Run { get; private set; }

    /// <summary>Puts more runs into the served folder.</summary>
    public RunCopies Copies { get; private set; } = null!;

    public PreparedRun Prepared { get; private set; } = null!;

    /// <summary>As someone with every role.</summary>
    public HttpClient Http { get; private set; } = new();

    /// <summary>The Cookie header of the same person.</summary>
    public string Cookie { get; private set; } = "";

    public IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        _data = DataFolder.Open(_folder.Path);
        _app = await WebServer.BuildAsync(_data, "http://127.0.0.1:0");
        _scope = Services.CreateAsyncScope();
        Copies = new RunCopies(_scope.Value.ServiceProvider);
        Run = await Copies.AddAsync();
        Prepared = await PreparedRun.OfAsync(new RunBuilder());
        await _app.StartAsync();
        Http = await SignedIn.ClientAsync(Services);
        Cookie = Http.DefaultRequestHeaders.GetValues("Cookie").Single();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            if (_scope is { } scope) await scope.DisposeAsync();
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _data?.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
