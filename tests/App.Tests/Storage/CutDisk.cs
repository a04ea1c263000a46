using System.Diagnostics;
using Investigator.TestKit;

namespace Investigator.App.Tests.Storage;

/// <summary>A disk of its own (ext4 on a loop device), and what a power cut would leave of it.</summary>
/// <remarks>
/// The file behind the device holds what the file system has written to its disk, and nothing of what it still keeps in memory: a copy of it, mounted as after
/// a restart, is the state after a cut. By itself the file system would write its journal after five minutes only.
/// </remarks>
internal sealed class CutDisk : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _mounted = [];

    private CutDisk()
    {
    }

    public string Path => _folder.File("disk");

    /// <summary>Skips the test where no disk can be made.</summary>
    public static CutDisk Make(int megabytes)
    {
        var disk = new CutDisk();
        var image = disk._folder.File("image");
        if (Shell($"truncate -s {megabytes}M {image} && mkfs.ext4 -q {image}") && disk.Mount(image, disk.Path)) return disk;
        disk.Dispose();
        Assert.Skip("no loop devices or no right to mount them here");
        return disk;
    }

    /// <summary>The disk as it would be found if the power went now.</summary>
    public string Cut()
    {
        var cut = _folder.File($"cut-{_mounted.Count}");
        Assert.True(Shell($"cp --sparse=always {_folder.File("image")} {cut}.image") && Mount($"{cut}.image", cut));
        return cut;
    }

    public void Dispose()
    {
        foreach (var place in _mounted) Shell($"umount -l {place}");
        _folder.Dispose();
    }

    private bool Mount(string image, string place)
    {
        Directory.CreateDirectory(place);
        var mounted = Shell($"mount -o loop,commit=300 {image} {place}");
        if (mounted) _mounted.Add(place);
        return mounted;
    }

    private static bool Shell(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
