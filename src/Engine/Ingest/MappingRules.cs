using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest;

/// <summary>What the types of a mapping alone allow and no load can use: empty names, a word with two meanings, an outcome that is a feature as well.</summary>
internal static class MappingRules
{
    /// <exception cref="InputException">Names the key.</exception>
    public static void Validate(this Mapping mapping, string? path = null)
    {
        var t = mapping.Transactions;
        if (t.MonthAndDay is not null and not [_, _])
        {
            throw new InputException("the month and the day are a column each", path, column: "transactions.month_and_day",
                expected: "two columns, or null where the date is in one");
        }
        Names("transactions", path, ("id", t.Id), ("account", t.Account), ("time", t.Time), ("time_of_day", t.TimeOfDay),
            ("month_and_day", t.MonthAndDay is [var month, _] ? month : null), ("month_and_day", t.MonthAndDay is [_, var day] ? day : null),
            ("amount", t.Amount),
            ("currency", t.Currency), ("signed_up", t.SignedUp));
        Features(t, path);
        Personal(t, path);
        Rates(t, path);
        if (t.Decision is { } d) Words(d.Column, [.. d.Approved, .. d.Challenged, .. d.Declined], d.Ignored, "transactions.decision", path);
        if (t.Outcome is { } o)
        {
            Words(o.Column, [.. o.Fraud, .. o.Legitimate], o.Ignored, "transactions.outcome", path);
            Names("transactions.outcome", path, ("known_at", o.KnownAt));
        }

        Rows(t.Rows, "transactions.rows", path);
        if (t.Refunds is { } refunds) Refunds(t, refunds, path);
        FormatRules.Check(t.Format, "transactions.format", path);
        if (mapping.Events is { } e) Events(t, e, path);
    }

    private static void Features(TransactionMapping t, string? path)
    {
        foreach (var (name, column) in t.Entities)
        {
            if (name.Length == 0 || !name.All(static c => char.IsLetterOrDigit(c) || c == '_'))
            {
                throw new InputException("this entity name cannot be used", path, column: "transactions.entities", value: name,
                    expected: "letters, digits and _");
            }
            Names("transactions.entities", path, (name, column));
        }

        Distinct(t.Entities.Keys, "transactions.entities", path);
        Distinct(t.Attributes, "transactions.attributes", path);
        Names("transactions", path, [.. t.Attributes.Select(static a => ("attributes", (string?)a))]);

        // What is learned from a column that the outcome is read from is the outcome.
        foreach (var (part, column) in new[] { ("outcome", t.Outcome?.Column), ("outcome's time", t.Outcome?.KnownAt), ("decision", t.Decision?.Column) })
        {
            if (column is null) continue;
            var where = t.Attributes.Contains(column) ? "transactions.attributes" : t.Entities.Values.Contains(column) ? "transactions.entities" : null;
            if (where is not null || (part == "outcome" && (column == t.Amount || column == t.Time || column == t.Account)))
            {
                throw new InputException($"one column is the {part} and a feature of the payment as well", path, column: where ?? "transactions.outcome",
                    value: column, expected: "one use of it: what is learned from it was not known when the payment was made");
            }
        }

        foreach (var (part, column) in new[] { ("id", t.Id), ("time", t.Time), ("amount", t.Amount) })
        {
            if (column is null || !t.Attributes.Contains(column)) continue;
            throw new InputException($"one column is the {part} and an attribute as well", path, column: "transactions.attributes", value: column,
                expected: "one use of it");
        }
    }

    private static void Personal(TransactionMapping t, string? path)
    {
        if (t.Personal is not { } personal) return;
        Distinct(personal, "transactions.personal", path);
        var names = PersonalColumns.Markable(t);
        if (personal.FirstOrDefault(p => !names.Contains(p)) is not { } unknown) return;
        throw new InputException("what is marked as personal is neither the account nor an entity or attribute", path, column: "transactions.personal",
            value: unknown, expected: names.Count == 0 ? "nothing: there is no account, entity or attribute" : $"some of {string.Join(", ", names)}");
    }

    private static void Rates(TransactionMapping t, string? path)
    {
        foreach (var (currency, rate) in t.Rates)
        {
            if (double.IsFinite(rate) && rate > 0) continue;
            throw new InputException("a currency's rate makes no sense", path, column: "transactions.rates", value: FormattableString.Invariant(
                $"{currency}: {rate}"), expected: "a number above 0: what one unit is worth");
        }

        if (t.Rates.Count > 0 && t.Currency is null)
        {
            throw new InputException("there are rates, but no column of currencies", path, column: "transactions.rates",
                expected: "a currency column, or no rates");
        }
    }

    private static void Refunds(TransactionMapping t, RefundMapping refunds, string? path)
    {
        Names("transactions.refunds", path, ("column", refunds.Column));
        if (refunds.Column is null != (refunds.Words.Count == 0))
        {
            throw new InputException("a column and its words tell refunds together", path, column: "transactions.refunds",
                expected: "both \"column\" and \"words\", or neither");
        }
        if (t.Amount is null && (refunds.PaymentsBelowZero || refunds.Use == RefundUse.Link || refunds.Column is null))
        {
            throw new InputException("refunds are told by amounts, and the transactions have none", path, column: "transactions.refunds",
                expected: "an amount, or refunds that a column and its words tell");
        }
        Distinct(refunds.Words, "transactions.refunds.words", path);
    }

    private static void Events(TransactionMapping t, EventMapping e, string? path)
    {
        if (t.Account is null)
        {
            throw new InputException("events are told apart by account, and the transactions have none", path, column: "transactions.account",
                expected: "a column that says whose payment it is, or no events");
        }
        Names("events", path, ("account", e.Account), ("transaction", e.Transaction), ("session", e.Session), ("time", e.Time),
            ("time_of_day", e.TimeOfDay), ("type", e.Type), ("dwell_ms", e.DwellMs));
        Names("events", path, [.. (e.TypeParts ?? []).Select(static p => ("type_parts", (string?)p))]);
        Distinct([e.Type, .. e.TypeParts ?? []], "events.type_parts", path);
        Rows(e.Rows, "events.rows", path);
        if (e.InTransactions && t.Rows is null && e.Rows is null)
        {
            throw new InputException("events and transactions lie in the same files, and nothing tells them apart", path, column: "events.in_transactions",
                expected: "transactions.rows or events.rows, which say which rows are which");
        }
        FormatRules.Check(e.Format, "events.format", path);
    }

    private static void Rows(RowFilter? rows, string where, string? path)
    {
        if (rows is null) return;
        Names(where, path, ("column", rows.Column));
        if (rows.Words.Count == 0)
        {
            throw new InputException("no words are given, so that every row would be " + (rows.Except ? "taken" : "left out"), path, column: where,
                expected: "the source's words, such as [\"purchase\"]");
        }
    }

    private static void Names(string where, string? path, params IReadOnlyList<(string Key, string? Column)> names)
    {
        foreach (var (key, column) in names)
        {
            if (column is not null && string.IsNullOrWhiteSpace(column))
            {
                throw new InputException("the column's name is empty", path, column: $"{where}.{key}", expected: "a column of the source file, or null");
            }
        }
    }

    private static void Words(string column, IReadOnlyList<string> words, IReadOnlyList<string>? ignored, string where, string? path)
    {
        Names(where, path, ("column", column));
        if (words.Count == 0)
        {
            throw new InputException("no words are given, so that every value would be refused", path, column: where,
                expected: "the source's words, such as [\"1\"]");
        }
        if (SourceWords.Twice([.. words, .. ignored ?? []]) is { } twice)
        {
            throw new InputException("one word is given twice", path, column: where, value: twice, expected: "each word once");
        }
    }

    private static void Distinct(IEnumerable<string> names, string where, string? path)
    {
        if (names.GroupBy(static n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static g => g.Count() > 1) is { } twice)
        {
            throw new InputException("one name is given twice (upper and lower case are not told apart)", path, column: where, value: twice.Key,
                expected: "each name once");
        }
    }
}
