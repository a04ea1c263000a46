using System.Collections.Concurrent;
using System.Globalization;

namespace Investigator.Benchmarks.Load;

/// <summary>Milliseconds by kind of request, and what went wrong.</summary>
internal sealed class LoadFigures
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> _times = new();
    private readonly ConcurrentDictionary<string, int> _errors = new();

    public int Errors => _errors.Values.Sum();

    public void Add(string kind, double milliseconds) => _times.GetOrAdd(kind, _ => []).Add(milliseconds);

    public void Fail(string problem) => _errors.AddOrUpdate(problem, 1, (_, n) => n + 1);

    /// <summary>How many, the median, the 95th percentile and the longest, of the kinds that begin so.</summary>
    public string Row(string kind)
    {
        double[] times = [.. _times.Where(t => t.Key.StartsWith(kind, StringComparison.Ordinal)).SelectMany(t => t.Value).Order()];
        if (times.Length == 0) return "0 | - | - | -";
        return string.Create(
            CultureInfo.InvariantCulture, $"{times.Length} | {times[times.Length / 2]:0} | {times[(int)(times.Length * 0.95)]:0} | {times[^1]:0}");
    }

    public IEnumerable<string> Kinds => _times.Keys.Order(StringComparer.Ordinal);

    public IEnumerable<string> Problems => _errors.OrderByDescending(e => e.Value).Select(e => $"{e.Value} x {e.Key}");
}
