using System.Net;
using System.Net.WebSockets;
using Investigator.Limits;
using Investigator.TestKit;
using Investigator.TestKit.Circuits;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Limits;

public sealed class CircuitLimitTests(ServedSample sample) : IClassFixture<ServedSample>
{
    private readonly int _places = new LimitOptions().Circuits;

    [Fact]
    public async Task Page_WhenEveryPlaceIsAskedFor_IsACalmOneWithoutACircuitAndTheDataGoesOn()
    {
        var site = sample.Http.BaseAddress!;
        var page = ServedPage.Of(await sample.Http.GetStringAsync("/runs"));
        await using (var first = await CircuitClient.StartAsync(site, "/runs", page, cookie: sample.Cookie))
        await using (var second = await CircuitClient.StartAsync(
                site, "/runs", ServedPage.Of(await sample.Http.GetStringAsync("/runs")), cookie: sample.Cookie))
        {
            // Two places are taken by tabs; the others are asked for by connections that are never made.
            for (var i = 2; i < _places; i++) Assert.Equal(HttpStatusCode.OK, await NegotiateAsync());
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await NegotiateAsync());

            using var refused = await sample.Http.GetAsync("/findings");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            var html = await refused.Content.ReadAsStringAsync();
            Assert.Contains("nothing is lost", html, StringComparison.Ordinal);
            Assert.Null(ServedPage.Of(html).Components);
            Assert.DoesNotContain("<script", html, StringComparison.Ordinal);

            using var data = await sample.Http.GetAsync($"/api/runs/{sample.Run}/findings.csv");
            Assert.Equal(HttpStatusCode.OK, data.StatusCode);
            Assert.Empty(first.Errors);
            Assert.Empty(second.Errors);
        }
    }

    /// <summary>Routing takes a path for the same with a slash at its end and in capitals.</summary>
    [Theory]
    [InlineData("/_blazor")]
    [InlineData("/_blazor/")]
    [InlineData("/_BLAZOR/")]
    public async Task Websocket_WhicheverWayItsAddressIsWritten_IsCounted(string path)
    {
        var cancel = TestContext.Current.CancellationToken;
        var places = sample.Services.GetRequiredService<CircuitPlaces>();
        var site = sample.Http.BaseAddress!;
        var reserved = new List<IDisposable>();
        try
        {
            // A tab of another test may give its place back only now: then it is taken too, and asked again.
            var status = HttpStatusCode.SwitchingProtocols;
            for (var attempt = 0; attempt < 20 && status == HttpStatusCode.SwitchingProtocols; attempt++)
            {
                while (places.TryConnect() is { } place) reserved.Add(place);
                status = await ConnectAsync(site, path, cancel);
            }

            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        }
        finally
        {
            reserved.ForEach(static place => place.Dispose());
        }
    }

    private async Task<HttpStatusCode> ConnectAsync(Uri site, string path, CancellationToken cancel)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", site.GetLeftPart(UriPartial.Authority));
        socket.Options.SetRequestHeader("Cookie", sample.Cookie);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new UriBuilder(site) { Scheme = "ws", Path = path }.Uri, cancel);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return socket.HttpStatusCode;
    }

    [Fact]
    public void Place_OfAConnectionThatIsNeverMade_IsFreeAfterAWhile()
    {
        var clock = new HandClock();
        var limits = new LimitOptions { Circuits = 2 };
        var places = new CircuitPlaces(limits, clock);
        Assert.True(places.TryReserve());
        Assert.True(places.TryReserve());
        Assert.False(places.TryReserve());
        Assert.False(places.HasRoom);
        clock.Pass(limits.Reservation + TimeSpan.FromSeconds(1));
        Assert.True(places.HasRoom);
    }

    [Fact]
    public void Place_KeptForTooLong_IsNotTheOneThatAConnectionTakes()
    {
        var clock = new HandClock();
        var limits = new LimitOptions { Circuits = 2 };
        var places = new CircuitPlaces(limits, clock);
        Assert.True(places.TryReserve());
        clock.Pass(limits.Reservation - TimeSpan.FromSeconds(1));
        Assert.True(places.TryReserve());
        clock.Pass(TimeSpan.FromSeconds(2));

        // The first has given up; the second connects and takes the place that was kept for it.
        Assert.NotNull(places.TryConnect());
        Assert.True(places.HasRoom);
    }

    [Fact]
    public void Place_OfAConnection_IsTakenOnceAndFreeWhenItEnds()
    {
        var places = new CircuitPlaces(new LimitOptions { Circuits = 1 }, TimeProvider.System);
        Assert.True(places.TryReserve());
        var connection = places.TryConnect();
        Assert.NotNull(connection);
        Assert.Null(places.TryConnect());
        Assert.False(places.TryReserve());
        connection.Dispose();
        connection.Dispose();
        Assert.True(places.TryReserve());
    }

    private async Task<HttpStatusCode> NegotiateAsync()
    {
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        asked.Headers.Add("Origin", sample.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var answer = await sample.Http.SendAsync(asked);
        return answer.StatusCode;
    }
}
