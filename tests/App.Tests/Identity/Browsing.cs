using System.Net;
using Investigator.App.Tests.Protection;

namespace Investigator.App.Tests.Identity;

/// <summary>A browser that follows one step at a time, so that a test can change what comes between.</summary>
internal sealed class Browsing : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _client;

    public Browsing()
    {
        _handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies };
        _handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate!.Subject == TestCertificate.Subject;
        _client = new HttpClient(_handler);
    }

    public CookieContainer Cookies { get; } = new();

    public Task<HttpResponseMessage> GetAsync(Uri address) => _client.GetAsync(address);

    public Task<HttpResponseMessage> PostAsync(Uri address, params IEnumerable<KeyValuePair<string, string>> form) =>
        _client.PostAsync(address, new FormUrlEncodedContent(form));

    /// <returns>Where an address leads to.</returns>
    public async Task<Uri> StepAsync(Uri address)
    {
        using var answer = await _client.GetAsync(address);
        Assert.True(answer.Headers.Location is not null, $"{address} leads nowhere: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return new Uri(address, answer.Headers.Location);
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }
}
