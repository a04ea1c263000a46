using System.Runtime.InteropServices;

namespace Investigator.Commands;

/// <summary>Ctrl-C and SIGTERM ask the command to stop. However often they come, what it has in hand is given a moment to end cleanly.</summary>
/// <remarks>System.CommandLine's own handler ends the process with an unhandled exception at the second signal.</remarks>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _count;

    public StopSignals() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask)];

    public CancellationToken Asked => _asked.Token;

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
    }

    private void Ask(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _count) > 1) return;
        // Not on the thread of signals: whoever stops may take its time.
        _ = Task.Run(_asked.Cancel);
        _ = Task.Delay(Moment).ContinueWith(static _ => Environment.Exit(ExitCode.Cancelled), TaskScheduler.Default);
    }
}
