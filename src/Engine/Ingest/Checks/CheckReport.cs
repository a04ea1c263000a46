using Investigator.Engine.Ingest.Checks.Warnings;
using Investigator.Engine.Ingest.Guess;

namespace Investigator.Engine.Ingest.Checks;

/// <summary>What a load of a source with a mapping would give, seen before it is decided on.</summary>
public sealed record CheckReport
{
    /// <summary>The mapping that was checked.</summary>
    public required Mapping Mapping { get; init; }

    /// <summary>Whether only a part of the rows was read: start, middle and end.</summary>
    public required bool IsSample { get; init; }

    /// <summary>Transactions, then events where there are any.</summary>
    public required IReadOnlyList<TableCheck> Tables { get; init; }

    /// <summary>What must be decided first, then warnings, then notes.</summary>
    public required IReadOnlyList<Advice> Advice { get; init; }

    /// <summary>Words of the decision, the outcome, the currency and of what row filters and refunds look at, with their rows.</summary>
    public IReadOnlyList<WordCount> Words { get; init; } = [];

    /// <summary>Texts of the columns of times and amounts with what they are read as.</summary>
    public IReadOnlyList<ReadExample> Readings { get; init; } = [];

    /// <summary>Whether nothing is left to be decided.</summary>
    public bool CanLoad => Advice.All(static a => a.Level != AdviceLevel.Decide);

    /// <summary>The advice together with what a guess asks, each thing once: what an open question explains is not said again in other words.</summary>
    /// <param name="asked">Of the guess, without what is answered.</param>
    public IReadOnlyList<Advice> With(IReadOnlyList<Advice> asked)
    {
        var open = asked.Where(static a => a.Level == AdviceLevel.Decide).ToList();
        var isAccountOpen = open.Exists(static a => a.Remedies.Any(static r => r.Setting.StartsWith("transactions.account", StringComparison.Ordinal)));
        var explained = Tables.Where(t => t.Rejects.Count > 0 && t.Rejects.All(k => open.Exists(a => a.Table == t.Table && a.Column == k.Column)))
            .Select(static t => t.Table).ToHashSet(StringComparer.Ordinal);
        return [.. asked.Concat(Advice.Where(a => !(CountWarnings.IsOf(a) && explained.Contains(a.Table))))
            .Where(a => !isAccountOpen || a.Text != AccountGuess.NoAccount)
            .DistinctBy(static a => (a.Level, a.Table, a.Column, a.Text)).OrderByDescending(static a => a.Level)];
    }
}

/// <summary>One table of a check.</summary>
/// <param name="Table">transactions or events.</param>
/// <param name="Format">As it was read.</param>
/// <param name="Counts">Rows by what became of them.</param>
/// <param name="Columns">Of <paramref name="Rows"/>.</param>
/// <param name="Rows">The first accepted rows as they are understood.</param>
/// <param name="Rejects">Refused rows by kind, most frequent first.</param>
public sealed record TableCheck(string Table, SourceFormat Format, RowCounts Counts, IReadOnlyList<ParsedColumn> Columns,
    IReadOnlyList<IReadOnlyList<string?>> Rows, IReadOnlyList<RejectKind> Rejects);

/// <summary>A part of a transaction or event.</summary>
/// <param name="Part">What it is used as: id, time, amount, the name of an entity or attribute, …</param>
/// <param name="Column">Source column.</param>
public sealed record ParsedColumn(string Part, string Column);

/// <summary>Refused rows of one kind.</summary>
/// <param name="Column">Source column; empty where the line as a whole is at fault.</param>
/// <param name="Reason">Why.</param>
/// <param name="Rows">How many.</param>
/// <param name="Examples">The first of them.</param>
/// <param name="Remedies">Settings that would mend it.</param>
public sealed record RejectKind(string Column, string Reason, long Rows, IReadOnlyList<RejectExample> Examples, IReadOnlyList<Remedy> Remedies);

/// <summary>One refused row.</summary>
/// <param name="File">Its file.</param>
/// <param name="Row">1-based data row; null where only a part of the file was read and it is not known.</param>
/// <param name="Value">What stands there.</param>
public sealed record RejectExample(string File, long? Row, string Value);
