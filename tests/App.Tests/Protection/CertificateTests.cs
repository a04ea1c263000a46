using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Investigator.Commands;
using Investigator.Composition;
using Investigator.Engine.Core;
using Investigator.Protection;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Protection;

public sealed class CertificateTests : IDisposable
{
    private static readonly DateTimeOffset Begun = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    public CertificateTests() => TestCertificate.Write(_folder.Path, Begun, "fraud.example");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{}", "https needs a certificate, and none is named")]
    [InlineData("{", "the settings cannot be read")]
    [InlineData("""{"Kestrel": {"Certificates": {"Default": {"Path": "none.pem", "KeyPath": "../key.pem"}}}}""", "there is no file")]
    [InlineData("""{"Kestrel": {"Certificates": {"Default": {"Path": "../cert.pem", "KeyPath": "none.pem"}}}}""", "there is no file")]
    [InlineData("""{"Kestrel": {"Certificates": {"Default": {"Path": "../cert.pem"}}}}""", "the certificate does not open")]
    [InlineData("""{"Kestrel": {"Certificates": {"Default": {"Path": "../key.pem", "KeyPath": "../key.pem"}}}}""", "the certificate does not open")]
    [InlineData("""{"Kestrel": {"Certificates": {"Default": {"Path": "../cert.pfx", "Password": "wrong"}}}}""", "the certificate does not open")]
    [InlineData("""{"Kestrel": {"Endpoints": {"Mine": {"Url": "http://0.0.0.0:1"}}}}""", "the settings name an address to listen on")]
    public async Task Settings_ThatDoNotGiveACertificate_AreRefusedInWords(string settings, string problem)
    {
        using var data = DataFolder.Open(_folder.File("data"));
        await File.WriteAllTextAsync(Path.Combine(data.Path, "settings.json"), settings);
        var refused = await Assert.ThrowsAsync<InputException>(() => WebServer.BuildAsync(data, "https://127.0.0.1:0"));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.Expected);
    }

    [Fact]
    public async Task Certificate_InOneFileWithItsPassword_IsServedWith()
    {
        using var data = DataFolder.Open(_folder.File("data"));
        await File.WriteAllTextAsync(
            Path.Combine(data.Path, "settings.json"),
            JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["Kestrel:Certificates:Default:Path"] = _folder.File("cert.pfx"),
                ["Kestrel:Certificates:Default:Password"] = TestCertificate.Password,
            }));
        await using var app = await WebServer.BuildAsync(data, "https://127.0.0.1:0");
        await app.StartAsync();
        Assert.StartsWith("https://127.0.0.1:", Assert.Single(app.Urls), StringComparison.Ordinal);
        await app.StopAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    [Theory]
    [InlineData(10, "fraud.example", null)]
    [InlineData(40, "fraud.example", "the certificate ended on 2026-12-01")]
    [InlineData(-1, "fraud.example", "the certificate begins on 2026-11-01")]
    [InlineData(10, "cases.example", "the certificate is not for cases.example")]
    public void Certificate_ThatBrowsersDoubt_IsSaid(int days, string host, string? words)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(_folder.File("cert.pem"));
        Assert.Equal(words, ServerCertificate.Doubt(certificate, Begun.AddDays(days), [host]));
    }

    /// <summary>The framework's own switch would have anyone say who they are; an address in the environment would go round the checks of ours.</summary>
    [Fact]
    public async Task Environment_ThatOpensTheServer_DoesNot()
    {
        var url = AppProcess.FreeUrl();
        string[] believing = ["ASPNETCORE_FORWARDEDHEADERS_ENABLED=true", "ASPNETCORE_URLS=http://0.0.0.0:1", "ASPNETCORE_PREFERHOSTINGURLS=true"];
        using var process = AppProcess.StartAsShipped(believing, "serve", "--data", _folder.File("data"), "--url", url);
        Assert.True(await process.SeesAsync(static line => line.Contains("serves", StringComparison.Ordinal), TimeSpan.FromMinutes(1)), process.Output);
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        client.DefaultRequestHeaders.Add("Origin", url);
        Assert.True((await client.GetAsync("/css/app.css")).IsSuccessStatusCode);
        await process.KillAsync();
        using var other = AppProcess.StartAsShipped(["Kestrel__Endpoints__Mine__Url=http://0.0.0.0:1"], "serve", "--data", _folder.File("data"), "--url", url);
        Assert.Equal(ExitCode.BadInput, await other.ExitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("by --url alone", other.Output, StringComparison.Ordinal);
    }
}
