using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>Raw transactions -> <c>transactions.parquet</c> and their rejects.</summary>
internal static class TransactionTable
{
    private const string Parsed = "transactions_parsed";

    /// <summary>Accepted rows, not yet ordered: what events and attributes are checked against.</summary>
    public const string Accepted = "transactions_accepted";

    public static IEnumerable<string?> Columns(TransactionMapping m) =>
        [m.Id, m.Account, m.Time, m.Amount, m.Currency, .. m.Entities.Values, .. m.Attributes, m.Decision?.Column, m.Outcome?.Column, m.Outcome?.KnownAt,
            m.SignedUp];

    /// <summary>Records the bad rows and defines <see cref="Accepted"/> over the others.</summary>
    public static void Check(LoadSession session, RawTable raw, TransactionMapping m)
    {
        var id = m.Id is null ? "row_no::VARCHAR" : raw.Text(m.Id);
        var texts = m.Entities.Select((e, i) => $", {raw.Name(e.Value)} AS entity_{i}")
            .Concat(m.Attributes.Select((a, i) => $", {raw.Category(a)} AS attribute_{i}"));
        session.Run($"""
            CREATE VIEW {Parsed} AS SELECT *, {raw.Time(m.Time, "time_text")} AS time, {raw.Number(m.Amount, "amount_text")} AS amount,
                {raw.Time(m.Outcome?.KnownAt, "known_text")} AS known_at, {raw.Time(m.SignedUp, "signed_up_text")} AS signed_up,
                {DecisionSql(m.Decision)} AS decision, {OutcomeSql(m.Outcome)} AS outcome
            FROM (SELECT file_no, row_no, {id} AS id, {(m.Account is null ? id : raw.Name(m.Account))} AS account,
                {(m.Account is null ? id : raw.Text(m.Account))} AS account_text, {raw.Text(m.Time)} AS time_text, {raw.Text(m.Amount)} AS amount_text,
                {raw.Category(m.Currency)} AS currency, {raw.Text(m.Decision?.Column)} AS decision_text, {raw.Text(m.Outcome?.Column)} AS outcome_text,
                {raw.Text(m.Outcome?.KnownAt)} AS known_text, {raw.Text(m.SignedUp)} AS signed_up_text{string.Concat(texts)} FROM {raw.View})
            """);
        var checks = Checks(raw, m);
        RowCheck.Record(session, raw, Parsed, checks);
        var good = $"(SELECT * FROM {Parsed} WHERE NOT {RowCheck.AnyFails(checks)})";
        session.Run($"CREATE TABLE duplicates AS SELECT file_no, row_no, id FROM (SELECT file_no, row_no, id, row_number() OVER (PARTITION BY id "
            + $"ORDER BY file_no, row_no) AS nth FROM {good} WHERE id IN (SELECT id FROM {good} GROUP BY id HAVING count(*) > 1)) WHERE nth > 1");
        session.Run($"INSERT INTO rejects SELECT {Sql.Text(raw.Source)}, file_no, row_no, {Sql.Text(m.Id ?? "")}, left(id, 200), 'id was seen before' "
            + "FROM duplicates");
        session.Run($"CREATE VIEW {Accepted} AS SELECT * FROM {good} g WHERE NOT EXISTS (SELECT 1 FROM duplicates d WHERE d.file_no = g.file_no "
            + $"AND d.row_no = g.row_no)");
    }

    /// <summary>
    /// An attribute is numeric if it has a value, every value is a number or a word for nothing, and they are no codes. NaN and infinity count as missing
    /// numbers.
    /// </summary>
    public static List<AttributeColumn> Attributes(LoadSession session, TransactionMapping m)
    {
        if (m.Attributes.Count == 0) return [];
        var tests = string.Join(", ", m.Attributes
            .Select(static (_, i) => $"coalesce(bool_and(try_cast(attribute_{i} AS DOUBLE) IS NOT NULL) FILTER (as_name(attribute_{i}) IS NOT NULL), false)"));
        var attributes = session.Connection.Query($"SELECT {tests} FROM {Accepted}", r => m.Attributes
            .Select((name, i) => new AttributeColumn(name, r.GetBoolean(i))).ToList(), session.Context.Cancel)[0];
        return CodeColumns.Mark(session, attributes);
    }

    /// <summary>Payments that lie before their account signed up: that time is then missing.</summary>
    public static long LateSignUps(LoadSession session, TransactionMapping m) =>
        m.SignedUp is null ? 0 : session.Count($"SELECT count(*) FROM {Accepted} WHERE signed_up > time");

    public static void Write(LoadSession session, TransactionMapping m, IReadOnlyList<AttributeColumn> attributes,
        IReadOnlyList<CurrencyUse> currencies, long rows)
    {
        var entities = m.Entities.Select(static (e, i) => $"entity_{i} AS {Sql.Name("entity_" + e.Key)}, ");
        var others = attributes.Select(static (a, i) =>
            $"{(a.Numeric ? $"finite_number(attribute_{i})" : a.Code ? CodeColumns.Text($"attribute_{i}") : $"attribute_{i}")} "
            + $"AS {Sql.Name("attribute_" + a.Name)}, ");

        // A date without a time of day lies before a transaction later that day: such an outcome was known at the transaction, not before it.
        var columns = $"id, account, time, {CurrencyTable.Converted(currencies)} AS amount, currency, "
            + $"{string.Concat(entities)}{string.Concat(others)}decision, outcome, CASE "
            + $"WHEN outcome IS NOT NULL AND known_at IS NOT NULL THEN greatest(known_at, time) END AS outcome_known_at"
            + (m.SignedUp is null ? "" : ", CASE WHEN signed_up <= time THEN signed_up END AS signed_up");
        var meter = session.Context.Start(StageNames.Ingest, rows, "transactions: writing");
        session.Run($"COPY (SELECT row_number() OVER () - 1 AS row, * FROM (SELECT {columns} FROM {Accepted} ORDER BY time, id)) "
            + $"TO {Sql.Text(new DatasetFolder(session.Folder).Transactions)} (FORMAT parquet)", meter, rows);
        meter.Finish();
    }

    private static List<RowCheck> Checks(RawTable raw, TransactionMapping m)
    {
        List<RowCheck> checks =
        [
            RowCheck.Missing(m.Id ?? "", "id", "id"),
            RowCheck.Missing(m.Time, "time_text", "time"),
            RowCheck.Unreadable(m.Time, "time_text", "time", $"time is not readable ({raw.Formats.Time(m.Time).Expected})"),
        ];
        if (m.Account is not null) checks.Add(RowCheck.Missing(m.Account, "account", "account") with { Value = "account_text" });
        if (m.Amount is not null) checks.AddRange(RowCheck.NonNegative(m.Amount, "amount_text", "amount", "amount"));
        if (m.Decision is { } d)
        {
            checks.Add(RowCheck.Unreadable(d.Column, "decision_text", "decision",
                $"decision is not one of {string.Join(", ", [.. d.Approved, .. d.Challenged, .. d.Declined])}"));
        }
        if (m.Outcome is { } o)
        {
            checks.Add(RowCheck.Unreadable(o.Column, "outcome_text", "outcome", $"outcome is not one of {string.Join(", ", [.. o.Fraud, .. o.Legitimate])}"));
        }
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

    private static string DecisionSql(DecisionMapping? m) =>
        m is null ? "NULL::VARCHAR"
            : $"CASE {When("decision_text", m.Approved, Decision.Approved.Word())} {When("decision_text", m.Challenged, Decision.Challenged.Word())} "
                + $"{When("decision_text", m.Declined, Decision.Declined.Word())} END";

    private static string OutcomeSql(OutcomeMapping? m) =>
        m is null ? "NULL::VARCHAR"
            : $"CASE {When("outcome_text", m.Fraud, Outcome.Fraud.Word())} {When("outcome_text", m.Legitimate, Outcome.Legitimate.Word())} END";

    /// <summary>A word of digits also stands for its decimal form: a column of 0, 1 and gaps is often written 0.0, 1.0.</summary>
    private static string When(string text, IReadOnlyList<string> words, string meaning)
    {
        var forms = words.Select(static w => w.Trim()).SelectMany(static w => w.Length > 0 && w.All(char.IsAsciiDigit) ? new[] { w, w + ".0" } : [w]).ToList();
        return forms.Count == 0 ? "WHEN false THEN NULL" : $"WHEN {text} IN ({string.Join(", ", forms.Select(Sql.Text))}) THEN '{meaning}'";
    }
}
