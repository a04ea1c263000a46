using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Investigator.Limits;
using Investigator.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigator.App.Tests.Limits;

public sealed class TurnTests(ServedSample sample) : IClassFixture<ServedSample>
{
    [Fact]
    public void DataEndpoint_WhicheverItIs_TakesTurns()
    {
        var data = sample.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(data);
        Assert.All(data, e => Assert.NotNull(e.Metadata.GetMetadata<TakesTurns>()));
    }

    [Fact]
    public async Task Exports_MoreThanTheServerTakesOnAtOnce_WaitOrAreToldWhenToComeBack()
    {
        var limits = new LimitOptions { Exports = 2, ExportsWaiting = 1 };
        var (atWork, most) = (0, new ConcurrentBag<int>());
        var (goOn, bothAtWork) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var app = Build(limits);
        app.MapGet("/api/file.csv", async () =>
        {
            var now = Interlocked.Increment(ref atWork);
            most.Add(now);
            if (now == 2) bothAtWork.TrySetResult();
            await goOn.Task;
            Interlocked.Decrement(ref atWork);
            return "done";
        }).AddEndpointFilter<TurnFilter>().WithMetadata(new TakesTurns(TurnKind.Exports));
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var asked = Enumerable.Range(0, 4).Select(_ => http.GetAsync("/api/file.csv")).ToArray();

        // Two are at work and one waits: the fourth comes back at once.
        using var refused = await await Task.WhenAny(asked);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Try again", (await refused.Content.ReadFromJsonAsync<ProblemDetails>())!.Detail, StringComparison.Ordinal);
        await bothAtWork.Task.WaitAsync(TimeSpan.FromMinutes(1));
        goOn.SetResult();
        var answers = await Task.WhenAll(asked);
        Assert.Equal(3, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(2, most.Max());
        await app.StopAsync();
    }

    /// <summary>The answer is larger than what the sockets between hold, and two who asked for it do not read on.</summary>
    [Fact]
    public async Task Export_WhileSlowReadersDoNotTakeTheirs_IsMade()
    {
        await using var app = Build(new LimitOptions { Exports = 2, ExportsWaiting = 0 });
        app.MapGet("/api/large.csv", () => Results.File(new byte[64 << 20], "text/csv")).AddEndpointFilter<TurnFilter>()
            .WithMetadata(new TakesTurns(TurnKind.Exports));
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var slow = await http.GetAsync("/api/large.csv", HttpCompletionOption.ResponseHeadersRead);
        using var slower = await http.GetAsync("/api/large.csv", HttpCompletionOption.ResponseHeadersRead);
        using var other = await http.GetAsync("/api/large.csv");
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], [slow.StatusCode, slower.StatusCode, other.StatusCode]);
        await app.StopAsync(new CancellationToken(canceled: true));
    }

    private WebApplication Build(LimitOptions limits)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddProblemDetails().AddSingleton(limits).AddSingleton(TimeProvider.System).AddSingleton<Turns>().AddSingleton<UnsentAnswers>()
            .AddSingleton(sample.Services.GetRequiredService<DataFolder>());
        return builder.Build();
    }
}
