using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;

namespace Investigator.Benchmarks;

/// <summary>Runs peers in the system that <c>Peers/setup.sh</c> made, and this program beside them, each in a process of its own over the same files.</summary>
internal sealed class PeerHost
{
    private const int MinClusterSize = 50;

    private const int MinSamples = 10;

    /// <summary>Where the files lie, as the peers' system sees it.</summary>
    private const string Inside = "/srv/peers";

    private readonly string _root;

    public PeerHost(string root)
    {
        _root = root;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Peers", "peer.py"), Path.Combine(Work, "peer.py"), overwrite: true);
    }

    private string Work => Path.Combine(_root, Inside.TrimStart('/'));

    /// <summary>Makes the matrix unless it stands already.</summary>
    /// <returns>Its name.</returns>
    public string Data(int rows, int columns)
    {
        var name = $"{rows}x{columns}";
        if (!File.Exists(Here(name))) Start("chroot", [_root, "python3", $"{Inside}/peer.py", "data", Text(rows), Text(columns), $"{Inside}/{name}.npy"]);
        return name;
    }

    /// <returns>Null when the peer failed, for instance out of memory; why is printed.</returns>
    public PeerResult? Peer(string peer, string data)
    {
        var script = $"{Inside}/peer.py";
        string[] job = [peer, $"{Inside}/{data}.npy", Text(MinClusterSize), Text(MinSamples), $"{Inside}/{data}.{peer}.npy"];
        return Parse(Start("chroot", [_root, "python3", script, .. job]));
    }

    public PeerResult? Own(NeighborMode mode, string data)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Investigator.Benchmarks.dll");
        string[] job = [Here(data), Text(MinClusterSize), Text(MinSamples), mode.ToString(), Path.Combine(Work, $"{data}.{mode}.npy")];
        return Parse(Start("dotnet", ["exec", program, "own", .. job]));
    }

    /// <param name="of">A peer's name or a mode's.</param>
    public int[] Labels(string data, string of) => NpyFile.Read<int>(Path.Combine(Work, $"{data}.{of}.npy"), out _);

    private string Here(string data) => Path.Combine(Work, data + ".npy");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static PeerResult? Parse(string? output) => output is null
        ? null
        : JsonSerializer.Deserialize<PeerResult>(output.AsSpan(output.LastIndexOf('{')), PeerResult.Json);

    private static string? Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0) return output;
        Console.Error.WriteLine($"{string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result.Trim()}");
        return null;
    }
}
