using Investigator.Benchmarks.Quality;
using Investigator.Engine.Core;
using Investigator.TestKit;

namespace Investigator.Benchmarks.WholeRuns;

/// <summary>What follows <c>run</c>.</summary>
/// <param name="Sizes">Transactions of each shop.</param>
/// <param name="Work">Folder with <c>shops/SIZE</c>, made where it is not there, and <c>runs/SIZE</c>.</param>
/// <param name="Options">File of run options; null for the defaults.</param>
/// <param name="App">The build that makes the runs.</param>
internal sealed record RunArguments(IReadOnlyList<int> Sizes, string Work, string? Options, string App)
{
    private static readonly string[] Names = ["--work", "--options", "--app"];

    /// <exception cref="InputException">An argument is not understood.</exception>
    public static RunArguments Read(IReadOnlyList<string> rest)
    {
        var read = SetArguments.Read(rest, Names);
        var sizes = Enumerable.Range(0, read.Words.Count).Select(i => read.Number("transactions", i, 0)).ToList();
        var work = read.Named.GetValueOrDefault("--work", Path.Combine(SourceTree.Root, "artifacts", "whole-runs"));
        var app = Path.GetFullPath(read.Named.GetValueOrDefault("--app", AppProcess.Assembly));
        if (!File.Exists(app)) throw new InputException("there is no such build", app, expected: "dotnet build -c Release first");
        return new RunArguments(
            sizes.Count == 0 ? [20_000, 100_000, 1_000_000] : sizes, Path.GetFullPath(work), read.Named.GetValueOrDefault("--options"), app);
    }
}
