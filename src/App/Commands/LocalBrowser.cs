using System.ComponentModel;
using System.Diagnostics;

namespace Investigator.Commands;

/// <summary>The browser of whoever sits at this machine.</summary>
internal static class LocalBrowser
{
    /// <summary>Opens an address where there is a screen to do so; the address is printed in any case.</summary>
    public static void TryOpen(string address)
    {
        string[] screens = ["DISPLAY", "WAYLAND_DISPLAY"];
        if (OperatingSystem.IsLinux() && Array.TrueForAll(screens, static name => Environment.GetEnvironmentVariable(name) is null)) return;
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
