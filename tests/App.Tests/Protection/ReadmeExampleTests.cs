using System.Text;
using Investigator.Access;
using Investigator.Commands;
using Investigator.Engine.Core;
using Investigator.Identity.OpenId;
using Investigator.Protection;
using Investigator.TestKit;
using Microsoft.Extensions.Configuration;

namespace Investigator.App.Tests.Protection;

/// <summary>What the README tells people to write is taken.</summary>
public sealed class ReadmeExampleTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _section = Section();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commands_OfTheReadme_AreTaken()
    {
        var commands = Block("").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(commands);
        foreach (var command in commands)
        {
            ServerOptions? asked = null;
            var root = CommandTree.Build((_, options) =>
            {
                asked = options;
                throw new InputException("seen enough");
            });
            await root.RunAsync([.. command.Split(' ').Skip(1), "--data", _folder.Path]);
            Assert.True(asked is not null, command);
            Assert.True(new OwnNames(asked.Url, asked.Hosts).IsHost(new("fraud.example")), command);
            Assert.Equal(command.Contains("--proxy", StringComparison.Ordinal), asked.Proxies.Count > 0);
            _ = new TrustedProxies(asked.Proxies).Options;
        }
    }

    [Fact]
    public void Settings_OfTheReadme_AreTaken()
    {
        TestCertificate.Write(_folder.Path, TimeProvider.System.GetUtcNow(), "fraud.example");
        File.Move(_folder.File("cert.pem"), _folder.File("fullchain.pem"));
        File.Move(_folder.File("key.pem"), _folder.File("privkey.pem"));
        var settings = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Block("json")))).Build();
        using var certificate = ServerCertificate.Require(settings, _folder.Path);
        Assert.True(certificate!.MatchesHostname("fraud.example"));
        Assert.Equal(Enum.GetValues<Role>(), OpenIdSettings.Read(settings)!.Roles.Values.Order());
    }

    private static string Section()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, "src", "App", "README.md"));
        var begin = text.IndexOf("## Reaching it from elsewhere", StringComparison.Ordinal);
        return text[begin..text.IndexOf("\n## ", begin + 1, StringComparison.Ordinal)];
    }

    /// <returns>The first example in a language.</returns>
    private string Block(string language)
    {
        var fence = $"```{language}\n";
        var begin = _section.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        return _section[begin.._section.IndexOf("```", begin, StringComparison.Ordinal)];
    }
}
