using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Investigator.Composition;
using Investigator.Engine.Core;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Protection;

public sealed class KeyProtectionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Keys_WithACertificate_AreSealedAndOpenAgainWithItAlone()
    {
        Write("one.pfx", "a word");
        Write("two.pfx", "a word");
        Name("one.pfx", "a word");
        var cookie = await StartAsync();
        var key = Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "data", "keys"), "*.xml"));
        Assert.Contains("EncryptedXml", await File.ReadAllTextAsync(key), StringComparison.Ordinal);
        Assert.NotEmpty(cookie);

        await StartAsync();
        Name("two.pfx", "a word");
        Assert.Contains("another certificate", (await Assert.ThrowsAsync<InputException>(StartAsync)).Message, StringComparison.Ordinal);
        File.Delete(Settings);
        Assert.Contains("Keys:Certificate", (await Assert.ThrowsAsync<InputException>(StartAsync)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one.pfx", "another word", "does not open")]
    [InlineData("no-such.pfx", "a word", "there is no file")]
    [InlineData("settings.json", "a word", "does not open")]
    public async Task Certificate_ThatIsWrong_IsSaidInWords(string file, string password, string words)
    {
        Write("one.pfx", "a word");
        Name(file, password);
        var refused = await Assert.ThrowsAsync<InputException>(StartAsync);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(password, refused.Message, StringComparison.Ordinal);
    }

    private string Settings => Path.Combine(_folder.Path, "data", "settings.json");

    private async Task<string> StartAsync()
    {
        using var data = DataFolder.Open(_folder.File("data"));
        await using var app = await WebServer.BuildAsync(data, "http://127.0.0.1:0");
        return await SignedIn.CookieAsync(app.Services);
    }

    private void Name(string file, string password)
    {
        using (DataFolder.Open(_folder.File("data")))
        {
            var named = file == "settings.json" ? file : $"../{file}";
            File.WriteAllText(Settings, JsonSerializer.Serialize(new { Keys = new { Certificate = named, Password = password } }));
        }
    }

    private void Write(string file, string password)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllBytes(_folder.File(file), certificate.Export(X509ContentType.Pfx, password));
    }
}
