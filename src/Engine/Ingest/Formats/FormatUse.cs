namespace Investigator.Engine.Ingest.Formats;

/// <summary>Which columns of a table are used as times and which as numbers: only their formats need to be known.</summary>
/// <param name="Times">Columns with a time, or with the date of one.</param>
/// <param name="Numbers">Columns with numbers, and attributes, which may be some.</param>
/// <param name="TimeOfDay">The column with the time of day, where that stands apart.</param>
public sealed record FormatUse(IReadOnlyCollection<string> Times, IReadOnlyCollection<string> Numbers, string? TimeOfDay = null)
{
    public static FormatUse Of(TransactionMapping m) =>
        new(Given(m.MonthAndDay is null ? m.Time : null, m.Outcome?.KnownAt, m.SignedUp), Given([m.Amount, .. m.Attributes]), m.TimeOfDay);

    public static FormatUse Of(EventMapping m) => new(Given(m.Time), Given(m.DwellMs), m.TimeOfDay);

    private static HashSet<string> Given(params IEnumerable<string?> columns) => [.. columns.OfType<string>()];
}
