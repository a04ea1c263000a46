using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Storage;
using Spectre.Console;

namespace Investigator.Commands;

/// <summary>How commands end.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadInput = 2;
    public const int Cancelled = 130;

    /// <summary>Runs a command's work and turns whatever ends it into a message on standard error and an exit code.</summary>
    /// <param name="work">The command's work.</param>
    /// <param name="data">The data folder it works on, if any: the report of a fault goes there.</param>
    public static async Task<int> Of(Func<Task<int>> work, Func<string>? data = null)
    {
        try
        {
            return await work();
        }
        catch (InputException e)
        {
            return Say(e.Message, BadInput);
        }
        catch (OperationCanceledException)
        {
            return Say("Cancelled.", Cancelled);
        }
        catch (Exception e) when (FullDisk.Is(e))
        {
            return Say(FullDisk.Message(e), Failed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || KnownFault.Words(e) is not null)
        {
            return Say(KnownFault.Words(e) ?? e.Message, Failed);
        }
        catch (Exception e)
        {
            return Say($"This should not have happened: {e.Message} ({Report(e, data)})", Failed);
        }
    }

    /// <summary>Writes the details where only this user finds them: they may quote data.</summary>
    private static string Report(Exception fault, Func<string>? data)
    {
        try
        {
            var folder = data is null ? null : DataFolder.FindErrors(data());
            folder = folder is null ? Directory.CreateTempSubdirectory("investigator-").FullName : Directory.CreateDirectory(folder).FullName;
            var now = TimeProvider.System.GetUtcNow();
            var report = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"error-{now:yyyyMMdd-HHmmss}-{Environment.ProcessId}.txt"));
            File.WriteAllText(report, fault.ToString());
            return $"the details are in {report}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"the details could not be written: {e.Message.TrimEnd('.')}";
        }
    }

    private static int Say(string message, int code)
    {
        var error = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        error.Profile.Width = error.Profile.Out.IsTerminal ? error.Profile.Width : 10_000;
        error.MarkupLine($"[red]{(code == Cancelled ? "" : "Error: ")}{Markup.Escape(message)}[/]");
        return code;
    }
}
