using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>Assigns the columns of one preview to roles, each column once, and notes why.</summary>
/// <param name="table">transactions or events.</param>
/// <param name="preview">Its columns and rows.</param>
/// <param name="rows">Rows of the sample that count; null: all.</param>
/// <param name="notes">Get a sentence for each role.</param>
/// <param name="advice">Get what a person should know or must decide.</param>
/// <param name="cancel">Ends the reading of a column's values.</param>
internal sealed class ColumnPicker(string table, SourcePreview preview, IReadOnlyList<int>? rows, List<string> notes, List<Advice> advice,
    CancellationToken cancel)
{
    private readonly HashSet<string> _taken = [];

    /// <summary>In file order.</summary>
    public IReadOnlyList<ColumnProfile> Columns { get; } = [.. preview.Columns.Zip(preview.Sample.Columns,
        (c, s) => ColumnProfile.Of(c, preview.Judged?.Look(c.Name), s.Values, rows))];

    public IEnumerable<ColumnProfile> Free => Columns.Where(c => !_taken.Contains(c.Name));

    public string Table => table;

    public string File => preview.Files[0].Path;

    public void Note(string text) => notes.Add($"{table}: {text}.");

    public void Advise(Advice given) => advice.Add(given);

    public void Advise(AdviceLevel level, string? column, string text, params IReadOnlyList<Remedy> remedies) =>
        advice.Add(new Advice(level, table, column, text) { Remedies = remedies });

    /// <summary>The free column that is called most like one of the names and fits.</summary>
    /// <param name="names">The likeliest first.</param>
    /// <param name="fits">What its values must be.</param>
    public ColumnProfile? Best(NamePhrase[] names, Func<ColumnProfile, bool> fits) => Named(names, fits).FirstOrDefault();

    /// <summary>All that are called like one of the names and fit, the likeliest first; equal ones in file order.</summary>
    public IEnumerable<ColumnProfile> Named(NamePhrase[] names, Func<ColumnProfile, bool> fits) =>
        Free.Where(static c => !c.IsEmpty).Select(c => (Column: c, Score: Score(c, names))).Where(c => c.Score > 0 && fits(c.Column))
            .OrderByDescending(static c => c.Score).Select(static c => c.Column);

    /// <summary>Whether all rows with one value of the column are equal in every other column too, as a second delivery of a row is.</summary>
    public bool RepeatsInCopies(ColumnProfile column)
    {
        var index = Columns.TakeWhile(c => c != column).Count();
        var all = preview.Sample.Columns;
        var firsts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows ?? [.. Enumerable.Range(0, preview.Sample.Rows)])
        {
            if (all[index].Values[row] is { } value && !firsts.TryAdd(value, row) && all.Any(c => c.Values[row] != c.Values[firsts[value]])) return false;
        }

        // Of a row that was delivered often, or of the only one, no more can be told.
        return firsts.Count > 1 && firsts.Count * 2 >= column.Given;
    }

    /// <summary>Gives a column its role.</summary>
    public string Take(ColumnProfile column, string role)
    {
        Note($"'{column.Name}' is taken as {role}");
        _taken.Add(column.Name);
        return column.Name;
    }

    public void LeaveOut(ColumnProfile column) => _taken.Add(column.Name);

    /// <summary>The same for an optional role.</summary>
    public string? Optional(string role, NamePhrase[] names, Func<ColumnProfile, bool> fits) => Best(names, fits) is { } found ? Take(found, role) : null;

    /// <summary>Different values of a column, of the whole file where it is small enough for that.</summary>
    public IReadOnlyList<string> Words(ColumnProfile column, out bool whole)
    {
        var values = preview.Values(column.Name, MostWords + 1, cancel);
        whole = values is not null;
        return values ?? [.. column.Values.Distinct(StringComparer.Ordinal).Take(MostWords + 1)];
    }

    /// <summary>More different words have no meaning each.</summary>
    public const int MostWords = SourcePreview.MaxExamples;

    /// <summary>Whether a column is called by one of the names and nothing more.</summary>
    public static bool IsExact(ColumnProfile column, NamePhrase[] names) => Score(column, names) > 2500;

    /// <summary>How well a column is called by one of the names; 0: not at all.</summary>
    public static int Score(ColumnProfile column, NamePhrase[] names)
    {
        var best = 0;
        for (var i = 0; i < names.Length; i++)
        {
            var match = Math.Max(column.Words.Match(names[i]), column.Short.Match(names[i]));
            if (match > 0) best = Math.Max(best, (match * 1000) - i);
        }

        return best;
    }
}
