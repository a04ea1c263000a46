namespace Investigator.Engine.Ingest.Sources;

/// <summary>Names of columns by which each can be meant: some programs write one name twice, such as the account of either side of a transfer.</summary>
internal static class ColumnNames
{
    /// <summary>The same names; of equal ones the first stays, the others are numbered from 2.</summary>
    public static IReadOnlyList<string> Distinct(IReadOnlyList<string> names)
    {
        var all = names.ToHashSet(StringComparer.Ordinal);
        if (all.Count == names.Count) return names;
        var (given, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var name in names)
        {
            var own = name;
            for (var n = 2; (own != name && all.Contains(own)) || !seen.Add(own); n++) own = $"{name} ({n})";
            given.Add(own);
        }

        return given;
    }
}
