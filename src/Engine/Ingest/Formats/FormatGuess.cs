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
    public SourceFormat With(FormatUse use)
    {
        var format = Undecided(use).Where(static l => l.IsTimeCertain || l.IsOnlyTime).Aggregate(Format, static (format, look) =>
            look.TimePatterns[0] is not { } pattern ? format : format.WithColumn(look.Name, c => c with { Time = pattern }));
        if (use.TimeOfDay is not { } column || Format.Columns?.GetValueOrDefault(column)?.Time is not null) return format;
        return Look(column)?.ClockPattern is not { } clock ? format : format.WithColumn(column, c => c with { Time = clock });
    }

    /// <summary>What is not certain of the columns that are used, and what must be decided.</summary>
    public IReadOnlyList<Advice> AdviceOn(FormatUse use) =>
    [
        .. Advice.Where(a => a.Column is null || (Look(a.Column)?.Type == PreviewType.Time ? use.Times : use.Numbers).Contains(a.Column)),
        .. Undecided(use).Where(static l => !l.IsTimeCertain).Select(CountAdvice),
    ];

    /// <summary>The formats of the columns that are used.</summary>
    /// <param name="use">Which they are.</param>
    /// <param name="path">The source, for the message.</param>
    /// <exception cref="InputException">Something of them must be decided: lists the choices and their settings.</exception>
    public ValueFormats Require(FormatUse use, string? path = null)
    {
        if (AdviceOn(use).FirstOrDefault(static a => a.Level == AdviceLevel.Decide) is not { } open) return new ValueFormats(With(use));
        throw new InputException(open.Text, path, column: open.Column,
            expected: string.Join(", or ", open.Remedies.Select(static r => $"{r.Setting} ({r.Text})")));
    }

    /// <summary>Columns of numbers whose way to be a time nobody has said.</summary>
    private IEnumerable<ColumnLook> Undecided(FormatUse use) => use.Times
        .Where(c => Format.Time is null && Format.Columns?.GetValueOrDefault(c)?.Time is null).Select(Look).OfType<ColumnLook>()
        .Where(static l => l.Type != PreviewType.Time && l.TimePatterns.Count > 0);

    private Advice CountAdvice(ColumnLook look) => look.IsOnlyTime ? FormatAdvice.OnlyCount(Table, look.Name, look.TimePatterns[0]!)
        : FormatAdvice.Counts(Table, look.Name, [.. look.TimePatterns.OfType<string>()]);
}
