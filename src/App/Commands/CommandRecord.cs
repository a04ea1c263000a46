using System.CommandLine;
using System.CommandLine.Parsing;
using Investigator.Access;
using Investigator.Audit;

namespace Investigator.Commands;

/// <summary>A command that was given on a data folder, as the audit keeps it; when the command ends, the audit's anchor is brought up to date.</summary>
internal sealed class CommandRecord : IAsyncDisposable
{
    private readonly AnchorWriter _anchors;

    private CommandRecord(AnchorWriter anchors) => _anchors = anchors;

    /// <param name="services">Of the app over the data folder.</param>
    /// <param name="parsed">The command line. Its options' names are kept and never their values, which may be secrets.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    public static async Task<CommandRecord> BeginAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancel)
    {
        var command = parsed.CommandResult;
        var name = command.Command is RootCommand ? "serve" : command.Command.Name;
        var options = command.Children.OfType<OptionResult>().Where(static o => !o.Implicit).Select(static o => o.Option.Name);
        await services.GetRequiredService<AuditLog>().RecordAsync(
            Actor.Local, AuditAction.Commanded, "command", string.Join(' ', [name, .. options]), cancel: cancel);
        return new CommandRecord(services.GetRequiredService<AnchorWriter>());
    }

    public async ValueTask DisposeAsync() => await _anchors.WriteAsync();
}
