using Investigator.Commands;
using Investigator.Engine.Core;
using Investigator.TestKit;

namespace Investigator.App.Tests.Protection;

public class HostOptionTests
{
    [Theory]
    [InlineData("serve")]
    [InlineData("demo")]
    [InlineData("")] // serving is what no command means
    public async Task Host_GivenTwice_ReachesTheServer(string command)
    {
        using var folder = new TempFolder();
        ServerOptions? asked = null;
        var root = CommandTree.Build((_, options) =>
        {
            asked = options;
            throw new InputException("seen enough");
        });
        string[] words = ["--host", "fraud.example", "--host", "cases.example:8443", "--data", folder.Path];
        Assert.Equal(ExitCode.BadInput, await root.RunAsync(command.Length == 0 ? words : [command, .. words]));
        Assert.Equal(["fraud.example", "cases.example:8443"], asked!.Hosts);
    }
}
