using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>What a source's values look like.</summary>
/// <param name="Format">Whole: what was given, and for the rest what was found.</param>
/// <param name="Advice">What is not certain, with the choices; each names its column.</param>
public sealed record FormatGuess(SourceFormat Format, IReadOnlyList<Advice> Advice)
{
    /// <summary>transactions or events.</summary>
    public string Table { get; init; } = TableNames.Transactions;

    /// <summary>Each column of the sample.</summary>
    public IReadOnlyList<ColumnLook> Columns { get; init; } = [];

    public ColumnLook? Look(string column) => Columns.FirstOrDefault(c => c.Name == column);

    /// <summary>The format, and in it how numbers are times in the columns that are used as such.</summary>
    /// <param name="times">Columns used as times; null and unknown ones are passed over.</param>
    /// <param name="timeOfDay">The column with the time of day of another one's date.</param>
    public SourceFormat With(IEnumerable<string?> times, string? timeOfDay = null)
    {
        var format = Undecided(times).Where(static l => l.IsTimeCertain).Aggregate(Format, static (format, look) =>
            look.TimePatterns[0] is not { } pattern ? format : format.WithColumn(look.Name, c => c with { Time = pattern }));
        if (timeOfDay is null || Format.Columns?.GetValueOrDefault(timeOfDay)?.Time is not null) return format;
        return Look(timeOfDay)?.ClockPattern is not { } clock ? format : format.WithColumn(timeOfDay, c => c with { Time = clock });
    }

    /// <summary>What is not certain of the columns that are used, and what must be decided.</summary>
    /// <param name="times">Columns used as times.</param>
    /// <param name="numbers">Columns used as numbers.</param>
    public IReadOnlyList<Advice> AdviceOn(IEnumerable<string?> times, IEnumerable<string?> numbers)
    {
        var (asTimes, asNumbers) = (times.OfType<string>().ToHashSet(), numbers.OfType<string>().ToHashSet());
        return [.. Advice.Where(a => a.Column is null || (Look(a.Column)?.Type == PreviewType.Number ? asNumbers : asTimes).Contains(a.Column)),
            .. Undecided(asTimes).Where(static l => !l.IsTimeCertain).Select(CountAdvice)];
    }

    /// <summary>The formats of the columns that are used.</summary>
    /// <param name="times">Columns used as times; null and unknown ones are passed over.</param>
    /// <param name="numbers">Columns used as numbers.</param>
    /// <param name="timeOfDay">The column with the time of day of another one's date.</param>
    /// <param name="path">The source, for the message.</param>
    /// <exception cref="InputException">Something of them must be decided: lists the choices and their settings.</exception>
    public ValueFormats Require(IEnumerable<string?> times, IEnumerable<string?> numbers, string? timeOfDay = null, string? path = null)
    {
        List<string?> asTimes = [.. times];
        var open = AdviceOn(asTimes, numbers).FirstOrDefault(static a => a.Level == AdviceLevel.Decide);
        if (open is null) return new ValueFormats(With(asTimes, timeOfDay));
        var choices = open.Remedies.Select(static r => $"{r.Setting} ({r.Text})").ToList();
        throw new InputException(open.Text, path, column: open.Column,
            expected: choices.Count == 0 ? $"a setting of {Table}.format in the mapping" : string.Join(", or ", choices));
    }

    /// <summary>Columns of numbers whose way to be a time nobody has said.</summary>
    private IEnumerable<ColumnLook> Undecided(IEnumerable<string?> times) => times.OfType<string>().Distinct(StringComparer.Ordinal)
        .Where(c => Format.Time is null && Format.Columns?.GetValueOrDefault(c)?.Time is null).Select(Look).OfType<ColumnLook>()
        .Where(static l => l.Type != PreviewType.Time && l.TimePatterns.Count > 0);

    private Advice CountAdvice(ColumnLook look) => new(AdviceLevel.Decide, Table, look.Name, $"the numbers of “{look.Name}” do not tell how they are times")
    {
        Remedies = [.. look.TimePatterns.OfType<string>().Select(p => FormatAdvice.OfTime(Table, look.Name, p, $"Read them as {p}"))],
    };
}
