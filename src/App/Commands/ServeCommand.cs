using System.CommandLine;
using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Protection;
using Investigator.Storage;
using Microsoft.AspNetCore.Connections;

namespace Investigator.Commands;

/// <summary>The web app over a data folder; what runs when no command is named.</summary>
internal static class ServeCommand
{
    private const string Unclaimed = "there is no administrator yet, and others must not be the first to come: start on this machine once and open the link "
        + "that it prints";

    public static Command Create(AppBuilder build)
    {
        var command = new Command("serve", "Serve the web app over the data folder (the default command)");
        Configure(command, build);
        return command;
    }

    public static void Configure(Command command, AppBuilder build)
    {
        var (data, url, host) = (CommonOptions.Data(), CommonOptions.Url(), CommonOptions.Host());
        var (proxy, imports) = (CommonOptions.Proxy(), CommonOptions.Imports());
        var signIn = new Option<string?>("--sign-in")
        {
            Description = "Print a link by which the person who signs in as NAME sets a new password: for who has lost the way in and has a shell here",
            HelpName = "NAME",
        };
        command.Add(data);
        command.Add(url);
        command.Add(host);
        command.Add(proxy);
        command.Add(imports);
        command.Add(signIn);
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var address = ServedAddress.Read(parsed.GetValue(url)!);
            var options = new ServerOptions(address.Url)
            {
                Hosts = parsed.GetValue(host)!,
                Proxies = parsed.GetValue(proxy)!,
                Imports = [.. parsed.GetValue(imports)!.Select(d => d.FullName)],
            };
            address.RequireSafe(options.Hosts, options.Proxies);
            using var folder = DataFolder.Open(DataFolder.Resolve(parsed.GetValue(data)));
            await using var app = await build(folder, options);
            await using var audited = await CommandRecord.BeginAsync(app.Services, parsed, cancel);
            if (!await app.Services.GetRequiredService<Installation>().HasAdministratorAsync(cancel)) address.RequireLoopback(Unclaimed);
            var recovery = parsed.GetValue(signIn) is { } name ? await SignInLinks.RecoveryAsync(app.Services, address.Url, name, cancel) : null;
            return await RunAsync(app, address.Url, GreetAsync, cancel);

            async Task GreetAsync()
            {
                await SignInLinks.PrintFirstAsync(app.Services, address.Url, cancel);
                if (recovery is not null) SignInLinks.PrintRecovery(parsed.GetValue(signIn)!, recovery);
            }
        }, () => DataFolder.Resolve(parsed.GetValue(data))));
    }

    /// <summary>Serves until cancelled; being stopped is how serving ends well.</summary>
    /// <param name="app">The app.</param>
    /// <param name="url">Where.</param>
    /// <param name="greet">Says how to get in, once it serves.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="InputException">The port is taken.</exception>
    public static async Task<int> RunAsync(WebApplication app, string url, Func<Task> greet, CancellationToken cancel)
    {
        try
        {
            await SlowWork.OnConsole.DoAsync($"taking the address {url}", () => app.StartAsync(cancel));
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new InputException($"the address {url} is in use by another program", expected: "a free port: give --url http://127.0.0.1:PORT");
        }

        Console.WriteLine($"Investigator serves {url} (Ctrl-C stops it)");
        await greet();
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }
}
