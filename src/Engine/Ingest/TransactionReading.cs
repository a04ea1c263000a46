using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>The texts of a transaction's row -> its parts, and what is wrong with them.</summary>
internal static class TransactionReading
{
    /// <summary>SQL of all rows that the table's filter takes: their parts, each NULL where it cannot be read; what is wrong with them (<c>faults</c>); and
    /// which words of them are nothing (<c>words</c>).</summary>
    /// <param name="raw">The source.</param>
    /// <param name="m">What its columns mean.</param>
    public static string Select(RawTable raw, TransactionMapping m)
    {
        var id = m.Id is not null ? raw.Key(m.Id) : raw.Files.Count == 1 ? "row_no::VARCHAR" : "(file_no + 1)::VARCHAR || ':' || row_no::VARCHAR";
        var attributes = m.Attributes.Select(a => raw.OptionalNumberCell(a)).ToList();
        var parts = string.Concat(m.Entities.Select((_, i) => FormattableString.Invariant($", entity_{i}"))
            .Concat(m.Attributes.Select(static (_, i) => FormattableString.Invariant($", attribute_{i}"))));
        var texts = m.Entities.Select((e, i) => FormattableString.Invariant($", {raw.Name(e.Value)} AS entity_{i}"))
            .Concat(attributes.Select(static (a, i) => FormattableString.Invariant($", {a.Given} AS attribute_{i}")));
        var (time, amount, known, signedUp) = Cells(raw, m);
        var words = Words(raw, m);
        var passed = string.Concat(words.Select(static w => ", " + w.Needs).Distinct(StringComparer.Ordinal));
        return $"""
            SELECT file_no, row_no, {(m.Id is null ? RawTable.Hash + ", " : "")}id, account, time, amount, currency, decision, outcome, known_at, signed_up,
                CASE WHEN decision IS NULL THEN decision_text END AS decision_text, CASE WHEN outcome IS NULL THEN outcome_text END AS outcome_text{parts},
                {RefundRows.Is(m)} AS refund, {RowCheck.Faults(Checks(raw, m))} AS faults, {MissingWords.Found(words)} AS words
            FROM (SELECT *, {time.Value("time_given")} AS time, {RefundRows.Amount(m, amount.Value("amount_given"))} AS amount,
                {known.Value("known_given")} AS known_at, {signedUp.Value("signed_up_given")} AS signed_up,
                {DecisionSql(m.Decision)} AS decision, {OutcomeSql(m.Outcome)} AS outcome
            FROM (SELECT file_no, row_no, {(m.Id is null ? RawTable.Hash + ", " : "")}{id} AS id, {(m.Account is null ? id : raw.Name(m.Account))} AS account,
                {(m.Account is null ? id : raw.Text(m.Account))} AS account_text, {time.Given} AS time_given,
                {amount.Given} AS amount_given, {CurrencyTable.Code(raw.Category(m.Currency))} AS currency,
                {raw.Text(m.Decision?.Column)} AS decision_text, {raw.Text(m.Outcome?.Column)} AS outcome_text, {known.Given} AS known_given,
                {signedUp.Given} AS signed_up_given, {raw.Text(m.Refunds?.Column)} AS refund_text{string.Concat(texts)}{passed} FROM {raw.Taken}))
            """;
    }

    /// <summary>The parts that may hold words for nothing: whom or what a row names first, then what it says of them.</summary>
    public static IReadOnlyList<NamedPart> Words(RawTable raw, TransactionMapping m)
    {
        var (_, _, known, signedUp) = Cells(raw, m);
        IEnumerable<NamedPart?> names =
        [
            raw.Part(m.Account, "account"), .. m.Entities.Select((e, i) => raw.Part(e.Value, FormattableString.Invariant($"entity_{i}"))),
        ];
        IEnumerable<NamedPart?> others =
        [
            raw.Part(m.Currency, "currency"),
            .. m.Attributes.Select((a, i) => raw.Part(a, FormattableString.Invariant($"attribute_{i}"), raw.OptionalNumberCell(a))),
            raw.Part(m.Outcome?.KnownAt, "known_given", known), raw.Part(m.SignedUp, "signed_up_given", signedUp),
        ];
        return [.. names.OfType<NamedPart>().DistinctBy(static p => p.Column), .. others.OfType<NamedPart>().DistinctBy(static p => p.Column)];
    }

    private static (SourceCell Time, SourceCell Amount, SourceCell Known, SourceCell SignedUp) Cells(RawTable raw, TransactionMapping m) =>
        (raw.TimeCell(m.Time, m.TimeOfDay, m.MonthAndDay), raw.NumberCell(m.Amount), raw.OptionalTimeCell(m.Outcome?.KnownAt),
            raw.OptionalTimeCell(m.SignedUp));

    /// <summary>What may be wrong with a row.</summary>
    public static List<RowCheck> Checks(RawTable raw, TransactionMapping m)
    {
        var (time, amount, knownAt, signUp) = Cells(raw, m);
        List<RowCheck> checks =
        [
            .. m.Id is null ? [] : new[] { RowCheck.Missing(m.Id, "id", "id") },
            .. m.Account is null ? [] : new[] { RowCheck.Missing(m.Account, "account", "account") with { Value = "account_text" } },
            RowCheck.Missing(m.Time, "time_given", m.TimeOfDay is null ? "time" : "time or time of day") with { Value = "''" },
            RowCheck.Unreadable(m.Time, "time_given", "time", $"time is not readable ({raw.Formats.Time(m.Time, m.TimeOfDay).Expected})") with
            {
                Value = time.Text("time_given"),
            },
        ];
        if (m.Amount is not null) checks.AddRange(RowCheck.Finite(m.Amount, amount, "amount_given", "amount", "amount"));
        if (m.Decision is { } d) checks.Add(Word(d.Column, "decision", [.. d.Approved, .. d.Challenged, .. d.Declined], d.Ignored));
        if (m.Outcome is { } o) checks.Add(Word(o.Column, "outcome", [.. o.Fraud, .. o.Legitimate], o.Ignored));
        if (m.Outcome?.KnownAt is { } known)
        {
            checks.Add(RowCheck.Unreadable(known, "known_given", "known_at", $"time of the outcome is not readable ({raw.Formats.Time(known).Expected})") with
            {
                Value = knownAt.Text("known_given"),
            });
            checks.Add(new(known, knownAt.Text("known_given"), "coalesce(known_at < time - INTERVAL 1 DAY, false)",
                "outcome was known more than a day before its transaction"));
        }
        if (m.SignedUp is { } signedUp)
        {
            var unreadable = RowCheck.Unreadable(signedUp, "signed_up_given", "signed_up",
                $"time of the sign-up is not readable ({raw.Formats.Time(signedUp).Expected})");
            checks.Add(unreadable with { Value = signUp.Text("signed_up_given") });
        }

        return checks;
    }

    /// <summary>Says which words were read as no decision and no outcome, and how often; null where there were none.</summary>
    public static Advice? Unsaid(LoadSession session, TransactionMapping m, string accepted)
    {
        var said = new List<string>();
        foreach (var (part, column) in new[] { ("decision", m.Decision?.Column), ("outcome", m.Outcome?.Column) })
        {
            if (column is null) continue;
            said.AddRange(session.Connection.Query($"SELECT {part}_text, count(*) FROM {accepted} WHERE {part}_text IS NOT NULL AND {part} IS NULL "
                + "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5",
                r => $"“{Wording.Quoted(r.GetString(0), 40)}” in {column} ({Wording.Counted(r.GetInt64(1), "row")})", session.Context.Cancel));
        }

        return said.Count == 0 ? null : new Advice(AdviceLevel.Note, TableNames.Transactions, null, $"read as not known: {string.Join(", ", said)}");
    }

    /// <summary>A word that has a meaning, or none by choice or because it stands for nothing everywhere.</summary>
    private static RowCheck Word(string column, string part, IReadOnlyList<string> words, IReadOnlyList<string>? ignored)
    {
        var text = part + "_text";
        return new(column, text, $"({text} IS NOT NULL AND {part} IS NULL AND NOT {SourceWords.AmongSql(text, ignored)} AND NOT is_nothing({text}))",
            $"{part} is not one of {string.Join(", ", words)}");
    }

    private static string DecisionSql(DecisionMapping? m) =>
        m is null ? "NULL::VARCHAR"
            : $"CASE {When("decision_text", m.Approved, Decision.Approved.Word())} {When("decision_text", m.Challenged, Decision.Challenged.Word())} "
                + $"{When("decision_text", m.Declined, Decision.Declined.Word())} END";

    private static string OutcomeSql(OutcomeMapping? m) =>
        m is null ? "NULL::VARCHAR"
            : $"CASE {When("outcome_text", m.Fraud, Outcome.Fraud.Word())} {When("outcome_text", m.Legitimate, Outcome.Legitimate.Word())} END";

    private static string When(string text, IReadOnlyList<string> words, string meaning) => $"WHEN {SourceWords.AmongSql(text, words)} THEN '{meaning}'";
}
