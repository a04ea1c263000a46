using System.CommandLine;
using Investigator.Composition;
using Investigator.Storage;

namespace Investigator.Commands;

/// <summary>The web app over a data folder; what runs when no command is named.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Serve the web app over the data folder (the default command)");
        Configure(command);
        return command;
    }

    public static void Configure(Command command)
    {
        var (data, url) = (CommonOptions.Data(), CommonOptions.Url());
        command.Add(data);
        command.Add(url);
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var address = LoopbackAddress.Require(parsed.GetValue(url)!);
            using var folder = DataFolder.Open(DataFolder.Resolve(parsed.GetValue(data)));
            await using var app = await WebServer.BuildAsync(folder, address);
            return await WebServer.ServeAsync(app, address, cancel);
        }));
    }
}
