using System.Collections.Concurrent;

namespace Investigator.Engine.Integrity;

/// <summary>What was found of files that were compared, so that each is read through once.</summary>
/// <remarks>
/// A whole file is known until it is replaced. A damaged one is looked at again after a while: put back from a backup, it may bear the times that it bore
/// before. Of one that could not be read nothing is known.
/// </remarks>
internal sealed class ComparedFiles(TimeProvider clock)
{
    /// <summary>For how long a file is taken for damaged that was so before.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Verdict> _files = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a file; null where nothing is. Whoever asks while it is read through waits for the answer.</summary>
    /// <param name="path">The file, by its whole path.</param>
    /// <param name="written">What it was.</param>
    public string? ProblemOf(string path, FileSum written)
    {
        var verdict = _files.GetOrAdd(path, static _ => new Verdict());
        lock (verdict.Turn)
        {
            var stamp = FileStamp.Of(path);
            if (verdict.Stamp == stamp && verdict.Written == written && (verdict.Problem is null || clock.GetElapsedTime(verdict.Time) < Patience))
            {
                return verdict.Problem;
            }

            verdict.Written = null;
            try
            {
                verdict.Problem = Manifest.Difference(path, written, contents: true);
            }
            catch (Exception e) when (UnreadableFile.Is(e))
            {
                return UnreadableFile.Words(e);
            }

            (verdict.Stamp, verdict.Written, verdict.Time) = (stamp, written, clock.GetTimestamp());
            return verdict.Problem;
        }
    }

    private sealed class Verdict
    {
        public Lock Turn { get; } = new();

        public FileStamp Stamp { get; set; }

        /// <summary>Null where nothing is known.</summary>
        public FileSum? Written { get; set; }

        public string? Problem { get; set; }

        public long Time { get; set; }
    }
}

/// <summary>Tells a file from one that replaced it.</summary>
internal readonly record struct FileStamp(long Bytes, DateTime Written, DateTime Created)
{
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc, file.CreationTimeUtc) : new FileStamp(-1, default, default);
    }
}
