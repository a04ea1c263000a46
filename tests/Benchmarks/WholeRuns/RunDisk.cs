using Investigator.Engine.Core;
using Investigator.Engine.Runs;

namespace Investigator.Benchmarks.WholeRuns;

/// <summary>What a run of <c>--keep all</c> has on the disk, in bytes.</summary>
/// <param name="Files">Of the run, the largest first.</param>
/// <param name="Dataset">Its loaded data.</param>
internal sealed record RunDisk(IReadOnlyList<(StoredFile File, long Bytes)> Files, long Dataset)
{
    public long At(Retention level) => Files.Where(f => f.File.Level == level).Sum(static f => f.Bytes);

    public static RunDisk Of(RunFolder run) => new(
        [.. KnownFiles.OfRun.Append(KnownFiles.Manifest).Where(f => f.ExistsIn(run.Path)).Select(f => (f, new FileInfo(f.Find(run.Path)).Length))
            .OrderByDescending(static f => f.Length)],
        new DirectoryInfo(run.Dataset.Path).EnumerateFiles().Sum(static f => f.Length));
}
