using System.Collections.Concurrent;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>Patterns by name: a judge asks for the same few of many thousand texts.</summary>
internal static class PatternCache
{
    /// <summary>Texts of a hostile file make no more than this many.</summary>
    private const int Most = 1000;

    private static readonly ConcurrentDictionary<string, TimePattern?> Known = new(StringComparer.Ordinal);

    public static TimePattern? Find(string name)
    {
        if (Known.TryGetValue(name, out var known)) return known;
        if (Known.Count >= Most) Known.Clear();
        return Known[name] = TimePattern.Find(name);
    }
}
