namespace Investigator.Transactions;

/// <summary>Where a masked value was met.</summary>
/// <param name="Run">A finished run.</param>
/// <param name="Finding">The finding whose story names it; null elsewhere.</param>
/// <param name="Transaction">Id of the payment that has it; null where none is shown.</param>
public sealed record RevealPlace(int Run, int? Finding = null, string? Transaction = null)
{
    /// <summary>As the audit names it: <c>run 3, transaction t-17</c>.</summary>
    public string Words => FormattableString.Invariant($"run {Run}")
        + (Finding is { } finding ? FormattableString.Invariant($", finding {finding}") : "") + (Transaction is { } id ? $", transaction {id}" : "");
}
