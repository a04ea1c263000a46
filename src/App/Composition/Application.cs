using Investigator.Commands;
using Investigator.Engine.Core;

namespace Investigator.Composition;

/// <summary>The whole executable: its commands, and the web app that some of them serve.</summary>
internal static class Application
{
    public static Task<int> RunAsync(string[] args)
    {
        PrivateFiles.Begin();
        return CommandTree.Build(WebServer.BuildAsync).RunAsync(args);
    }
}
