using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Several files as one table: columns are the same where they have the same name, in whatever order each file has them.</summary>
internal static class SourceUnion
{
    /// <summary>A column that a file does not have.</summary>
    public static SourceColumn Absent(string name) => new(name, "NULL::VARCHAR");

    /// <param name="path">Of the source.</param>
    /// <param name="files">One or more.</param>
    /// <param name="table">transactions or events.</param>
    /// <param name="maxColumns">Columns that all may have together.</param>
    /// <exception cref="InputException">They are of different kinds, or have no column in common.</exception>
    public static IReadOnlyList<SourceFile> Of(string path, IReadOnlyList<SourceFile> files, string table, int maxColumns)
    {
        if (files.Count == 1) return files;
        if (files.FirstOrDefault(f => f.Kind != files[0].Kind) is { } other)
        {
            throw new InputException($"the folder mixes kinds: {files[0].Name} is {files[0].Kind}, {other.Name} is {other.Kind}", path,
                expected: "files of one kind");
        }
        files = [.. files.Select(f => Named(f, files[0]))];
        var columns = files.SelectMany(static f => f.Columns).Distinct(StringComparer.Ordinal).ToList();
        if (columns.Count > maxColumns) throw SourceOpener.TooMany(path, columns.Count, maxColumns);
        if (files.FirstOrDefault(f => !f.Columns.Intersect(files[0].Columns, StringComparer.Ordinal).Any()) is { } stranger)
        {
            throw new InputException($"{files[0].Name} and {stranger.Name} have no column in common", path,
                value: $"{string.Join(", ", files[0].Columns.Take(5))} and {string.Join(", ", stranger.Columns.Take(5))}", expected: "files of one table");
        }
        var advice = columns.Where(c => files.Any(f => !f.Columns.Contains(c))).Select(c => Missing(table, c, files)).ToList();
        return [.. files.Select((f, i) => f with
        {
            Cells = [.. columns.SelectMany(c => f.Cells.Where(own => own.Name == c).DefaultIfEmpty(Absent(c)))],
            Advice = i == 0 ? [.. f.Advice, .. advice] : f.Advice,
        })];
    }

    /// <summary>A table that was cut in pieces has its header in the first one only.</summary>
    private static SourceFile Named(SourceFile file, SourceFile first)
    {
        if (file.Text is not { Header: false } || first.Text is not { Header: true } || file.Width != first.Width) return file;
        return file with { Cells = [.. file.Cells.Select((c, i) => i < file.Width ? c with { Name = first.Cells[i].Name } : c)] };
    }

    private static Advice Missing(string table, string column, IReadOnlyList<SourceFile> files)
    {
        var without = files.Where(f => !f.Columns.Contains(column)).ToList();
        return new Advice(AdviceLevel.Warning, table, column,
            $"{column} is not in {Wording.PartOf(without.Count, files.Count, "file")} ({string.Join(", ", without.Select(static f => f.Name).Take(3))}"
            + $"{(without.Count > 3 ? ", …" : "")}); there it is empty");
    }
}
