using Investigator.TestKit.Circuits;

namespace Investigator.App.Tests.Kills;

/// <summary>Someone at work in a browser, until the server is gone.</summary>
/// <param name="site">Where it serves in this life.</param>
/// <param name="cookie">Of the browser.</param>
/// <param name="kept">Told of whatever is acknowledged.</param>
/// <param name="numbers">Gives each thing another number, in all lives.</param>
internal abstract class SimulatedPerson(Uri site, string cookie, KeptWrites kept, Func<int> numbers) : IDisposable
{
    protected static TimeSpan Patience => TimeSpan.FromSeconds(20);

    protected Uri Site => site;

    protected KeptWrites Kept => kept;

    protected HttpClient Http { get; } = Client(site, cookie);

    /// <summary>Works until the server is killed; what was not answered by then was not acknowledged.</summary>
    public async Task WorkAsync(Func<bool> isKilled)
    {
        try
        {
            while (!isKilled()) await StepAsync();
        }
        catch (Exception) when (isKilled())
        {
            // The line broke in the middle of something.
        }
    }

    public void Dispose() => Http.Dispose();

    protected abstract Task StepAsync();

    protected int Next() => numbers();

    protected async Task<CircuitClient> OpenAsync(string path, string shows, string? other = null)
    {
        using var http = Client(site, other ?? cookie);
        var page = ServedPage.Of(await http.GetStringAsync(path));
        var circuit = await CircuitClient.StartAsync(site, path, page, cookie: other ?? cookie);
        await circuit.UntilShownAsync(shows, static () => Task.CompletedTask, Patience);
        return circuit;
    }

    protected static HttpClient Client(Uri site, string cookie)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site };
        if (cookie.Length > 0) http.DefaultRequestHeaders.Add("Cookie", cookie);
        return http;
    }
}
