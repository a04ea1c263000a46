using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>The texts of a transaction's row -> its parts, and what is wrong with them.</summary>
internal static class TransactionReading
{
    /// <summary>Defines a view of all rows that belong to the table: their parts, each NULL where it cannot be read, and the texts of those.</summary>
    public static void Define(LoadSession session, RawTable raw, TransactionMapping m, string view)
    {
        var id = m.Id is not null ? raw.Key(m.Id) : raw.Files.Count == 1 ? "row_no::VARCHAR" : "(file_no + 1)::VARCHAR || ':' || row_no::VARCHAR";
        var texts = m.Entities.Select((e, i) => $", {raw.Name(e.Value)} AS entity_{i}")
            .Concat(m.Attributes.Select((a, i) => $", {raw.Category(a)} AS attribute_{i}"));
        session.Run($"""
            CREATE VIEW {view} AS SELECT *, {RefundRows.Is(m)} AS refund
            FROM (SELECT *, {raw.Time(m.Time, m.TimeOfDay, "time_text")} AS time, {RefundRows.Amount(m, raw.Number(m.Amount, "amount_text"))} AS amount,
                {raw.Time(m.Outcome?.KnownAt, "known_text")} AS known_at, {raw.Time(m.SignedUp, "signed_up_text")} AS signed_up,
                {DecisionSql(m.Decision)} AS decision, {OutcomeSql(m.Outcome)} AS outcome
            FROM (SELECT file_no, row_no, {id} AS id, {(m.Account is null ? id : raw.Name(m.Account))} AS account,
                {(m.Account is null ? id : raw.Text(m.Account))} AS account_text, {raw.TimeText(m.Time, m.TimeOfDay, m.MonthAndDay)} AS time_text,
                {raw.Text(m.Amount)} AS amount_text, {CurrencyTable.Code(raw.Category(m.Currency))} AS currency,
                {raw.Text(m.Decision?.Column)} AS decision_text, {raw.Text(m.Outcome?.Column)} AS outcome_text,
                {raw.Category(m.Outcome?.KnownAt)} AS known_text,
                {raw.Category(m.SignedUp)} AS signed_up_text, {raw.Text(m.Refunds?.Column)} AS refund_text{string.Concat(texts)} FROM {raw.Taken}))
            """);
    }

    public static List<RowCheck> Checks(RawTable raw, TransactionMapping m)
    {
        List<RowCheck> checks =
        [
            .. m.Id is null ? [] : new[] { RowCheck.Missing(m.Id, "id", "id") },
            .. m.Account is null ? [] : new[] { RowCheck.Missing(m.Account, "account", "account") with { Value = "account_text" } },
            RowCheck.Missing(m.Time, "time_text", m.TimeOfDay is null ? "time" : "time or time of day"),
            RowCheck.Unreadable(m.Time, "time_text", "time", $"time is not readable ({raw.Formats.Time(m.Time, m.TimeOfDay).Expected})"),
        ];
        if (m.Amount is not null) checks.AddRange(RowCheck.Finite(m.Amount, "amount_text", "amount", "amount"));
        if (m.Decision is { } d) checks.Add(Word(d.Column, "decision", [.. d.Approved, .. d.Challenged, .. d.Declined], d.Ignored));
        if (m.Outcome is { } o) checks.Add(Word(o.Column, "outcome", [.. o.Fraud, .. o.Legitimate], o.Ignored));
        if (m.Outcome?.KnownAt is { } known)
        {
            checks.Add(RowCheck.Unreadable(known, "known_text", "known_at", $"time of the outcome is not readable ({raw.Formats.Time(known).Expected})"));
            checks.Add(new(known, "known_text", "coalesce(known_at < time - INTERVAL 1 DAY, false)",
                "outcome was known more than a day before its transaction"));
        }
        if (m.SignedUp is { } signedUp)
        {
            checks.Add(RowCheck.Unreadable(signedUp, "signed_up_text", "signed_up",
                $"time of the sign-up is not readable ({raw.Formats.Time(signedUp).Expected})"));
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
