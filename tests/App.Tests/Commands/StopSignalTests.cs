using Investigator.TestKit;

namespace Investigator.App.Tests.Commands;

public class StopSignalTests
{
    /// <summary>Moments from before the command is read until after the server is up.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(350)]
    [InlineData(500)]
    [InlineData(800)]
    [InlineData(1500)]
    public async Task Serve_StoppedTwiceAtAnyMoment_EndsWithoutAStackTrace(int milliseconds)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "signals are of Unix");
        using var folder = new TempFolder();
        using var served = AppProcess.Start("serve", "--data", folder.File("data"), "--url", AppProcess.FreeUrl());
        await Task.Delay(milliseconds);
        served.Signal("TERM");
        served.Signal("TERM");
        var code = await served.ExitAsync(TimeSpan.FromSeconds(60));
        Assert.DoesNotContain("Unhandled exception", served.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", served.Output, StringComparison.Ordinal);
        // Stopped as asked, cancelled, or not far enough to know of signals.
        Assert.Contains(code, (int[])[0, 130, 143]);
    }
}
