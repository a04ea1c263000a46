using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>Assigns the columns of one preview to roles, each column once, and notes why.</summary>
internal sealed class ColumnPicker(string table, SourcePreview preview, List<string> notes, CancellationToken cancel)
{
    private readonly HashSet<string> _taken = [];

    public void Note(string text) => notes.Add($"{table}: {text}.");

    /// <summary>The first of <paramref name="names"/> that exists and fits; exact names come before columns whose name ends with one.</summary>
    public string? Optional(string role, string[] names, Func<PreviewColumn, bool>? fits = null)
    {
        var found = Find(names, fits);
        if (found is null) return null;
        Note($"'{found.Name}' is taken as {role}");
        _taken.Add(found.Name);
        return found.Name;
    }

    /// <summary>For a required role without a likely column: the first free column that fits, or any, with a note.</summary>
    public string Fallback(string role, Func<PreviewColumn, bool>? fits = null)
    {
        var free = Free().ToList();
        var fallback = (role == "time" ? free.Find(static c => c.Type == PreviewType.Time) : null) ?? free.Find(c => fits?.Invoke(c) ?? true)
            ?? free.FirstOrDefault()
            ?? throw new InputException($"there are too few columns to find '{role}' among", preview.Files[0].Path,
                value: string.Join(", ", preview.Columns.Select(static c => c.Name)), expected: "at least a column each for what is required");
        Note($"no column looks like {role}; '{fallback.Name}' is used for it and most likely needs correction");
        _taken.Add(fallback.Name);
        return fallback.Name;
    }

    /// <summary>A column whose values are words with known meanings. Words without a meaning are left out and noted.</summary>
    /// <returns>The source's words for each of <paramref name="meanings"/>, or null when no such column is there.</returns>
    public List<string>[]? Words(string role, string[] names, out string? column, params string[][] meanings)
    {
        foreach (var name in names)
        {
            if (Find([name], c => c.Distinct <= SourcePreview.MaxExamples && c.Examples.Any(e => meanings.Any(m => m.Contains(Word(e))))) is not { } found)
            {
                continue;
            }
            var whole = preview.Values(found.Name, SourcePreview.MaxExamples, cancel);
            if (whole is null) Note($"the file is too large to look for all values of '{found.Name}' now: words that first occur later may be missing");
            var values = whole ?? found.Examples;
            var words = meanings.Select(m => values.Where(e => m.Contains(Word(e))).ToList()).ToArray();
            var unknown = values.Where(e => !meanings.Any(m => m.Contains(Word(e)))).ToList();
            column = found.Name;
            _taken.Add(column);
            Note($"'{column}' is taken as {role} ({string.Join("; ", words.Select(static w => w.Count == 0 ? "none" : string.Join(", ", w)))})");
            if (unknown.Count > 0) Note($"these values of '{column}' have no meaning yet and their rows would be refused: {string.Join(", ", unknown)}");
            FillBinary(words, meanings);
            return words;
        }

        column = null;
        return null;
    }

    public List<string> Rest(Func<PreviewColumn, bool> fits) =>
        [.. Free().Where(c => fits(c) && c.Type != PreviewType.Empty).Select(static c => c.Name).DistinctBy(static n => n.ToUpperInvariant())];

    /// <summary>Frauds are rare: the first rows may show only one of two opposite words, and the other's rows must not be refused for that.</summary>
    private static void FillBinary(List<string>[] words, string[][] meanings)
    {
        if (words.Length != 2) return;
        for (var i = 0; i < 2; i++)
        {
            if (words[i].Count > 0) continue;
            foreach (var seen in words[1 - i].ToList())
            {
                var opposite = Word(seen) switch
                {
                    "1" => "0",
                    "0" => "1",
                    "true" => "false",
                    "false" => "true",
                    "yes" => "no",
                    "no" => "yes",
                    "y" => "n",
                    "n" => "y",
                    _ => null
                };
                if (opposite is null || !meanings[i].Contains(opposite)) continue;
                words[i].Add(char.IsUpper(seen[0])
                    ? (seen.Length > 1 && char.IsUpper(seen[1]) ? opposite.ToUpperInvariant() : char.ToUpperInvariant(opposite[0]) + opposite[1..]) : opposite);
            }
        }
    }

    private PreviewColumn? Find(string[] names, Func<PreviewColumn, bool>? fits)
    {
        var free = Free().Where(c => fits?.Invoke(c) ?? true).ToList();
        return names.Select(n => free.Find(c => Plain(c.Name) == Plain(n))).FirstOrDefault(static c => c is not null)
            ?? names.Where(static n => n.Length > 4).Select(n => free.Find(c => Plain(c.Name).EndsWith(Plain(n), StringComparison.Ordinal)))
                .FirstOrDefault(static c => c is not null);
    }

    private IEnumerable<PreviewColumn> Free() => preview.Columns.Where(c => !_taken.Contains(c.Name));

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Word(string value)
    {
        var word = value.Trim().ToLowerInvariant();
        return word.EndsWith(".0", StringComparison.Ordinal) ? word[..^2] : word;
    }
}
