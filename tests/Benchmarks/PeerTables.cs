using System.Globalization;
using Investigator.Engine.Neighbors;
using Investigator.Engine.VectorSearch;
using Investigator.TestKit;

namespace Investigator.Benchmarks;

/// <summary>Seconds and ratios against peers over the same matrices, in turn, as tables for the README.</summary>
internal sealed class PeerTables(PeerHost host)
{
    private static readonly (int Rows, int Columns, bool Peer)[] WholeJobs =
        [(10_000, 16, true), (10_000, 64, true), (50_000, 16, true), (50_000, 64, true), (100_000, 16, true), (100_000, 64, false), (1_000_000, 8, false)];

    private static readonly (int Rows, int Columns)[] ExactNeighbors = [(50_000, 16), (50_000, 64), (100_000, 32)];

    private static readonly (int Rows, int Columns)[] ApproximateJobs = [(50_000, 64), (100_000, 64), (200_000, 32)];

    private static readonly (int Rows, int Columns)[] LargeJobs = [(1_000_000, 32), (10_000_000, 32)];

    /// <param name="which">whole, neighbors, approximate, large, or all but the last.</param>
    /// <returns>Exit code: 2 where no peers are installed.</returns>
    public static int Print(string which)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var root = Environment.GetEnvironmentVariable("PEERS_ROOT") ?? Path.Combine(home, ".cache", "investigator-peers");
        if (!Directory.Exists(Path.Combine(root, "srv", "peers")))
        {
            Console.Error.WriteLine($"No peers in {root}: run tests/Benchmarks/Peers/setup.sh, or name their folder in PEERS_ROOT.");
            return 2;
        }

        var tables = new PeerTables(new PeerHost(root));
        if (which is "all" or "whole") tables.PrintWhole();
        if (which is "all" or "neighbors") tables.PrintNeighbors();
        if (which is "all" or "approximate") tables.PrintApproximate();
        if (which is "large") tables.PrintLarge();
        return 0;
    }

    private void PrintWhole()
    {
        Say("Whole exact jobs", "n x d | scikit-learn s | here s | ratio | adjusted Rand index | bytes per row above the input");
        foreach (var (rows, columns, peer) in WholeJobs)
        {
            var data = host.Data(rows, columns);
            var other = peer ? host.Peer("sklearn", data) : null;
            var own = host.Own(NeighborMode.Exact, data);
            var agreement = other is null || own is null ? null : (double?)AdjustedRand.Index(host.Labels(data, "sklearn"), host.Labels(data, "Exact"));
            Row($"{rows:n0} x {columns}", F1(other?.Seconds), F2(own?.Seconds), Ratio(other?.Seconds, own?.Seconds), F4(agreement), F0(own?.BytesARow));
        }
    }

    private void PrintNeighbors()
    {
        Say("Exact neighbours alone", "n x d | faiss IndexFlatL2 s | here s | ratio");
        foreach (var (rows, columns) in ExactNeighbors)
        {
            var data = host.Data(rows, columns);
            var other = host.Peer("faiss", data);
            var own = host.Own(NeighborMode.Exact, data);
            Row($"{rows:n0} x {columns}", F2(other?.Seconds), F2(own?.NeighborSeconds), Ratio(other?.Seconds, own?.NeighborSeconds));
        }
    }

    private void PrintApproximate()
    {
        Say(
            "Approximate",
            "n x d | faiss IVF s (recall) | pynndescent s (recall) | neighbours here s (recall) | whole job here s | adjusted Rand index to exact");
        foreach (var (rows, columns) in ApproximateJobs)
        {
            var data = host.Data(rows, columns);
            var cells = host.Peer("faiss_ivf", data);
            var descent = host.Peer("pynndescent", data);
            var own = host.Own(NeighborMode.Approximate, data);
            var exact = host.Own(NeighborMode.Exact, data);
            var agreement = exact is null || own is null ? null : (double?)AdjustedRand.Index(host.Labels(data, "Exact"), host.Labels(data, "Approximate"));
            Row($"{rows:n0} x {columns}", Recalled(cells), Recalled(descent), Recalled(own, own?.NeighborSeconds), F2(own?.Seconds), F4(agreement));
        }
    }

    private void PrintLarge()
    {
        Say("Large, approximate", "n x d | neighbours s (recall) | hierarchy s | whole job s | bytes per row above the input | peak MB");
        foreach (var (rows, columns) in LargeJobs)
        {
            var own = host.Own(NeighborMode.Approximate, host.Data(rows, columns));
            Row(
                $"{rows:n0} x {columns}",
                Recalled(own, own?.NeighborSeconds),
                F1(own?.HierarchySeconds),
                F1(own?.Seconds),
                F0(own?.BytesARow),
                F0(own?.PeakMb));
        }
    }

    private static string Recalled(PeerResult? result, double? seconds = null) =>
        result is null ? "-" : $"{F2(seconds ?? result.Seconds)} ({F4(result.Recall)})";

    private static string Ratio(double? other, double? own) => other / own is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0}") : "-";

    private static string F0(double? value) => Number(value, "n0");

    private static string F1(double? value) => Number(value, "f1");

    private static string F2(double? value) => Number(value, "f2");

    private static string F4(double? value) => Number(value, "f4");

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static void Say(string title, string head)
    {
        Console.WriteLine($"\n{title}\n\n| {head} |");
        Console.WriteLine("|" + string.Concat(head.Split('|').Select(static _ => " --- |")));
    }

    private static void Row(params string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}
