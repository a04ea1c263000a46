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
    public static async Task<int> Of(Func<Task<int>> work)
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say(e.Message, Failed);
        }
        catch (OutOfMemoryException)
        {
            return Say("There is not enough memory for this: fewer rows, or a machine with more.", Failed);
        }
        catch (Exception e)
        {
            var report = Path.Combine(Path.GetTempPath(), $"investigator-error-{Environment.ProcessId}.txt");
            await File.WriteAllTextAsync(report, e.ToString());
            return Say($"This should not have happened: {e.Message} (the details are in {report})", Failed);
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
