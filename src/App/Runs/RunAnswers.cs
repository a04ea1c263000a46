using Investigator.Engine.Core;
using Microsoft.Extensions.Caching.Memory;

namespace Investigator.Runs;

/// <summary>
/// What was asked of finished runs before: their files never change, so an answer stands. A page asks everything twice, once for the HTML that is sent first
/// and once when it is live; counts and totals of a million rows are asked again with every page of a list.
/// </summary>
/// <remarks>Bounded: what is asked least goes first, and nothing stays longer than people look at it. The rows of lists are not kept.</remarks>
public sealed class RunAnswers : IDisposable
{
    /// <summary>All answers together, in rough bytes.</summary>
    private const long MostBytes = 16_000_000;

    private static readonly TimeSpan Unasked = TimeSpan.FromMinutes(30);
    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>The answer of before, or the one that <paramref name="ask"/> gives now.</summary>
    /// <param name="files">Whose; files that are put back or added (the map) make what was known of them stale.</param>
    /// <param name="question">All that the answer depends on: the query, or a name with its values.</param>
    /// <param name="ask">Reads it. What it throws is not kept.</param>
    /// <param name="bytes">What it takes, roughly; by default a handful of numbers.</param>
    public T Of<T>(RunFiles files, string question, Func<T> ask, Func<T, long>? bytes = null)
        where T : class
    {
        var key = Key<T>(files, question);
        if (_answers.TryGetValue(key, out T? known)) return known!;
        var answer = ask();
        var size = (2L * question.Length) + (bytes?.Invoke(answer) ?? 200);
        return _answers.Set(key, answer, new MemoryCacheEntryOptions { Size = size, SlidingExpiration = Unasked });
    }

    /// <summary>
    /// The same for a page: what is asked now is read on another thread, but an answer of before is there at once, so that a page that comes alive shows it in
    /// its first drawing, and nothing moves.
    /// </summary>
    public Task<T> OfAsync<T>(RunFiles files, string question, Func<T> ask, Func<T, long>? bytes, CancellationToken cancel)
        where T : class => _answers.TryGetValue(Key<T>(files, question), out T? known) ? Task.FromResult(known!)
            : Task.Run(() => Of(files, question, ask, bytes), cancel);

    /// <summary>The same of a number.</summary>
    public int Count(RunFiles files, string question, Func<int> ask) => Of(files, question, () => new Counted(ask())).Value;

    public void Dispose() => _answers.Dispose();

    private static object Key<T>(RunFiles files, string question) =>
        (files.RunFolder.Path, Stamp(files.RunFolder.Path), files.DatasetFolder.Path, Stamp(files.DatasetFolder.Path), typeof(T), question);

    private static DateTime Stamp(string folder) => File.GetLastWriteTimeUtc(KnownFiles.Manifest.In(folder));

    private sealed record Counted(int Value);
}
