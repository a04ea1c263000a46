using System.ComponentModel;
using System.Diagnostics;

namespace Investigator.Commands;

/// <summary>The browser of whoever sits at this machine.</summary>
internal static class LocalBrowser
{
    /// <summary>Opens an address where there is a screen to do so; the address is printed in any case.</summary>
    public static void TryOpen(string address)
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("DISPLAY") is null && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null) return;
        try
        {
            using var _ = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Exception e) when (e is Win32Exception or PlatformNotSupportedException or InvalidOperationException)
        {
            // No browser that the system knows of.
        }
    }
}
