using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Investigator.Browser.Tests;

/// <summary>What a page of another site tries with the browser of someone whose Investigator is running: it neither reads nor starts anything.</summary>
[Collection(DemoCollection.Name)]
public class ForeignPageTests(DemoApp app)
{
    /// <summary>Each way in which a page reaches another site, with what came of it.</summary>
    private const string Attempts =
        """
        async (app) => {
          const came = {};
          const api = `${app}/api/runs/1`;
          const shape = '{"shape":"box","x0":-1000,"x1":1000,"y0":-1000,"y1":1000}';
          const get = async (name, url, options) => {
            try {
              const answer = await fetch(url, options);
              const text = await answer.text();
              came[name] = answer.type === "opaque" ? "opaque" : `${answer.status} ${text.length > 400 ? "read " + text.length : ""}`;
            } catch { came[name] = "blocked"; }
          };
          const element = (name, tag, set) => new Promise((done) => {
            const e = document.createElement(tag);
            e.onload = () => done(came[name] = "loaded");
            e.onerror = () => done(came[name] = "blocked");
            set(e);
            document.body.append(e);
          });
          const socket = (name, url) => new Promise((done) => {
            const s = new WebSocket(url);
            s.onopen = () => { s.close(); done(came[name] = "open"); };
            s.onerror = () => done(came[name] = "blocked");
          });
          await get("read a page", `${app}/findings`);
          await get("read data", `${api}/transactions.csv`);
          await get("read with a cookie", `${api}/findings.csv`, { credentials: "include" });
          await get("fetch without reading", `${api}/transactions.csv`, { mode: "no-cors" });
          await get("write without reading", `${api}/selections`, { method: "POST", mode: "no-cors", body: shape });
          await get("write JSON", `${api}/selections`, { method: "POST", body: shape, headers: { "Content-Type": "application/json" } });
          await get("negotiate", `${app}/_blazor/negotiate?negotiateVersion=1`, { method: "POST", mode: "no-cors" });
          await socket("connect", `${app.replace("http", "ws")}/_blazor`);
          await element("image", "img", (e) => { e.src = `${api}/transactions.csv?image`; });
          await element("script", "script", (e) => { e.src = `${api}/points/0`; });
          await element("module", "script", (e) => { e.type = "module"; e.src = `${app}/js/map.js`; });
          await element("style", "link", (e) => { e.rel = "stylesheet"; e.href = `${app}/css/app.css`; });
          await element("frame", "iframe", (e) => { e.src = `${app}/runs`; });
          await element("form", "iframe", (e) => {
            e.name = "target";
            const form = document.createElement("form");
            [form.method, form.action, form.target, form.enctype] = ["POST", `${api}/selections`, "target", "text/plain"];
            document.body.append(form);
            queueMicrotask(() => form.submit());
          });
          navigator.sendBeacon(`${api}/selections`, shape);
          return came;
        }
        """;

    /// <summary>Frames "load" whatever they show, and an answer that may not be read is opaque: whether the server did anything is seen by the statuses, which
    /// the browser's tools show of blocked answers too.</summary>
    private static readonly string[] Harmless = ["blocked", "opaque"];

    /// <summary>Another port of this machine, another site, and a name that has meanwhile come to mean this machine (DNS rebinding).</summary>
    [Theory]
    [InlineData("http://127.0.0.1:FOREIGN", "http://127.0.0.1:OWN", 403)]
    [InlineData("http://evil.example:FOREIGN", "http://127.0.0.1:OWN", 403)]
    [InlineData("http://evil.example:FOREIGN", "http://rebound.example:OWN", 400)]
    public async Task Page_OfAnotherSite_NeitherReadsNorStartsAnything(string from, string to, int refused)
    {
        await using var foreign = await ForeignPage.ServeAsync();
        var page = await app.OpenAsync("/", from: Fill(from));
        var statuses = new ConcurrentQueue<int>();
        var network = await page.Context.NewCDPSessionAsync(page);
        await network.SendAsync("Network.enable");
        network.Event("Network.responseReceivedExtraInfo").OnEvent += (_, answer) => statuses.Enqueue(answer!.Value.GetProperty("statusCode").GetInt32());
        var came = await page.EvaluateAsync<Dictionary<string, string>>(Attempts, Fill(to));
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.DoesNotContain(came, static c => c.Key is not ("frame" or "form") && !Harmless.Contains(c.Value));
        Assert.True(statuses.Count > 10, string.Join(' ', statuses));
        Assert.All(statuses, status => Assert.Equal(refused, status));
        await page.Context.CloseAsync();

        string Fill(string url) => url.Replace("FOREIGN", FormattableString.Invariant($"{foreign.Port}"), StringComparison.Ordinal)
            .Replace("OWN", FormattableString.Invariant($"{new Uri(app.Url).Port}"), StringComparison.Ordinal);
    }

    /// <summary>A page that was fetched under a foreign name, before that name came to mean this machine, is of the same origin as what it then asks for: the
    /// browser holds nothing back from it.</summary>
    [Fact]
    public async Task Page_UnderAForeignNameOfThisMachine_GetsASentenceAndNothingElse()
    {
        var rebound = $"http://rebound.example:{new Uri(app.Url).Port}";
        var page = await app.OpenAsync("/runs", from: rebound);
        Assert.Contains("not served under the name", await page.InnerTextAsync("body"), StringComparison.Ordinal);
        var came = await page.EvaluateAsync<Dictionary<string, string>>(Attempts, rebound);
        Assert.DoesNotContain(came, static c => c.Value.Contains("read", StringComparison.Ordinal) || c.Value is "open" || c.Value.StartsWith('2'));
        Assert.Equal("400 ", came["read data"]);
        Assert.Equal("400 ", came["write JSON"]);
        await page.Context.CloseAsync();
    }
}
