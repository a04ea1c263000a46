namespace Investigator.Transactions;

/// <summary>Where a masked value was met.</summary>
/// <param name="Run">A finished run.</param>
/// <param name="Finding">The finding whose story names it; null elsewhere.</param>
/// <param name="Transaction">Id of the payment that has it; null where none is shown.</param>
public sealed record RevealPlace(int Run, int? Finding = null, string? Transaction = null)
{
    /// <summary>As the audit names it: <c>run 3</c>.</summary>
    public string Subject => FormattableString.Invariant($"run {Run}");

    /// <summary>Where in the run: <c>finding 12</c>; empty where it was met elsewhere.</summary>
    public string Within => Transaction is { } id ? $"transaction {id}" : Finding is { } finding ? FormattableString.Invariant($"finding {finding}") : "";
}
