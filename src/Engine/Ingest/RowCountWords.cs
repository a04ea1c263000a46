namespace Investigator.Engine.Ingest;

/// <summary>What became of a table's rows, as pages and commands call it.</summary>
public static class RowCountWords
{
    /// <summary>What is said of rows that are in the dataset, even where there are none.</summary>
    public const string Kept = "kept";

    /// <summary>All that a row can become, in the order in which it is told.</summary>
    public static IReadOnlyList<(string What, Func<RowCounts, long> Rows)> Fates { get; } =
    [
        (Kept, static c => c.Kept),
        ("left out by the choice of rows", static c => c.LeftOut),
        ("refunds set aside", static c => c.Refunds),
        ("delivered before", static c => c.Copies),
        ("refused", static c => c.Refused),
        ("of accounts without a payment", static c => c.WithoutPayment),
    ];

    /// <summary>Those that have rows, and what is kept.</summary>
    public static IReadOnlyList<(string What, long Rows)> Of(RowCounts counts) =>
        [.. Fates.Select(f => (f.What, Rows: f.Rows(counts))).Where(static f => f.Rows > 0 || f.What == Kept)];
}
