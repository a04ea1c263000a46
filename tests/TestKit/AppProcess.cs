using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Investigator.TestKit;

/// <summary>The built executable as a process of its own, with what it prints.</summary>
public sealed class AppProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Is, TaskCompletionSource Seen)> _awaited = [];

    private AppProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The app as its own project built it, in this configuration, so that it finds its static web assets.</summary>
    public static string Assembly
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            var configuration = output.Parent!.Name;
            return Path.Combine(SourceTree.Root, "src", "App", "bin", configuration, output.Name, "Investigator.dll");
        }
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Standard output and standard error so far.</summary>
    public string Output
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    /// <summary>An address without a listener.</summary>
    public static string FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    /// <summary>For tests: a process of a few seconds is mostly spent compiling, and what pays for itself in a long run only costs here.</summary>
    public static AppProcess Start(params ReadOnlySpan<string> arguments) => StartAsShipped(["DOTNET_TieredPGO=0", "DOTNET_TC_QuickJitForLoops=1"], arguments);

    /// <param name="settings">Of the environment, NAME=VALUE; with none the process runs as it does at its users'.</param>
    /// <param name="arguments">Of the app.</param>
    public static AppProcess StartAsShipped(IReadOnlyList<string> settings, params ReadOnlySpan<string> arguments) =>
        StartAsShipped(Assembly, settings, arguments);

    /// <summary>The same of another build of the app.</summary>
    public static AppProcess StartAsShipped(string assembly, IReadOnlyList<string> settings, params ReadOnlySpan<string> arguments)
    {
        // A process inherits whether Ctrl-C is ignored, and tests that run in the background would hand that on: env restores the default.
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var setting in settings) start.Environment[setting.Split('=')[0]] = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];
        foreach (var part in (string[])["--default-signal=INT", "dotnet", "exec"]) start.ArgumentList.Add(part);
        start.ArgumentList.Add(assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return new AppProcess(Process.Start(start)!);
    }

    /// <summary>Waits until a line fits, or the process ends, or the time is up.</summary>
    /// <returns>Whether a line did fit.</returns>
    public async Task<bool> SeesAsync(Func<string, bool> line, TimeSpan atMost)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lines)
        {
            if (_lines.Any(line)) return true;
            _awaited.Add((line, seen));
        }

        var first = await Task.WhenAny(seen.Task, _process.WaitForExitAsync(), Task.Delay(atMost));
        if (first == seen.Task) return true;
        lock (_lines) return _lines.Any(line);
    }

    /// <returns>Whether it ended by itself before the time was up.</returns>
    public async Task<bool> EndsWithinAsync(TimeSpan time)
    {
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(time));
        return _process.HasExited;
    }

    /// <summary>Ends the process as a crash would: at once, with nothing cleaned up.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as Ctrl-C does.</summary>
    public void Interrupt() => Signal("INT");

    /// <summary>Sends a signal: INT, TERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync(TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The process did not end in {atMost}:\n{Output}");
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lines)
        {
            _lines.Add(line);
            foreach (var (fits, seen) in _awaited)
            {
                if (fits(line)) seen.TrySetResult();
            }
        }
    }
}
