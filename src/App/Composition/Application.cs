using Investigator.Commands;

namespace Investigator.Composition;

/// <summary>The whole executable: its commands, and the web app that some of them serve.</summary>
internal static class Application
{
    public static Task<int> RunAsync(string[] args) => CommandTree.Build(WebServer.BuildAsync).RunAsync(args);
}
