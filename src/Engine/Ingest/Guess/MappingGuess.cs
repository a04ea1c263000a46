using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>A mapping guessed from column names and first values, for a person to correct.</summary>
/// <param name="Mapping">Complete; id, account and time are always filled, if necessary with the most likely column.</param>
/// <param name="Notes">What was guessed and why, and what was not found; one sentence each.</param>
public sealed record MappingGuess(Mapping Mapping, IReadOnlyList<string> Notes)
{
    /// <summary>What a person should know of the guess, or must decide.</summary>
    public IReadOnlyList<Advice> Advice { get; init; } = [];

    private static readonly string[] Account = ["account_id", "user_id", "customer_id", "account", "user", "customer", "client_id", "member_id", "buyer_id",
        "uid", "nameorig"];
    private static readonly string[] Time = ["purchase_time", "transaction_time", "order_time", "payment_time", "event_time", "timestamp", "time", "ts",
        "datetime", "date_time", "created_at", "created", "date", "occurred_at", "trans_date_trans_time"];
    private static readonly string[] SignedUp = ["signed_up", "signed_up_at", "signup_time", "sign_up_time", "signup_date", "signup_at", "registered_at",
        "registration_time", "registration_date", "account_created_at", "account_created", "account_creation_date", "user_created_at", "customer_since",
        "member_since", "date_joined", "joined_at", "created_at", "created", "creation_date"];
    /// <summary>What else is created: an order_created_at is no sign-up.</summary>
    private static readonly string[] NotOfAccounts = ["order", "payment", "purchase", "transaction", "card", "device", "event", "session", "label", "outcome"];
    private static readonly string[] Challenged = ["c", "challenged", "challenge", "review", "reviewed", "manual_review", "step_up", "3ds"];
    private static readonly string[] Approved = ["a", "approved", "approve", "accept", "accepted", "allow", "allowed", "pass", "ok", "authorized"];
    private static readonly string[] Declined = ["d", "declined", "decline", "reject", "rejected", "deny", "denied", "refused", "block", "blocked"];
    private static readonly string[] Fraud = ["1", "fraud", "fraudulent", "true", "yes", "y", "chargeback", "bad"];
    private static readonly string[] Legitimate = ["0", "legitimate", "legit", "genuine", "false", "no", "n", "good", "ok", "normal"];

    private static readonly (string Entity, string[] Names)[] Entities =
    [
        ("device", ["device_id", "device", "device_fingerprint", "fingerprint", "device_hash"]),
        ("ip", ["ip", "ip_address", "ip_addr", "client_ip", "remote_ip"]),
        ("card", ["card_id", "card", "card_hash", "card_number", "pan_hash", "card_token", "cc_num"]),
        ("address", ["address", "address_id", "shipping_address", "ship_address", "delivery_address"]),
        ("email", ["email", "email_hash", "email_address"]),
        ("phone", ["phone", "phone_hash", "phone_number"]),
        ("merchant", ["merchant_id", "merchant", "seller_id", "seller"]),
    ];

    /// <param name="transactions">A transactions source.</param>
    /// <param name="events">An events source, or null.</param>
    /// <exception cref="InputException">A source cannot be opened, or has fewer than the three columns that are needed.</exception>
    public static MappingGuess From(string transactions, string? events) =>
        From(SourcePreview.Read(transactions, 0), events is null ? null : SourcePreview.Read(events, 0, table: TableNames.Events));

    /// <param name="transactions">A transactions source as its first rows show it.</param>
    /// <param name="events">An events source, or null.</param>
    /// <param name="cancel">Ends the reading of a column's values.</param>
    /// <exception cref="InputException">A source has fewer than the three columns that are needed, or cannot be read any more.</exception>
    public static MappingGuess From(SourcePreview transactions, SourcePreview? events, CancellationToken cancel = default)
    {
        var notes = new List<string>();
        var mapping = new Mapping
        {
            Transactions = GuessTransactions(new ColumnPicker("transactions", transactions, notes, cancel)),
            Events = events is null ? null : GuessEvents(new ColumnPicker("events", events, notes, cancel)),
        };
        if (transactions.Format.Unusual() is { } format) mapping = mapping.WithFormat(TableNames.Transactions, _ => format);
        if (events?.Format.Unusual() is { } eventFormat) mapping = mapping.WithFormat(TableNames.Events, _ => eventFormat);
        return new MappingGuess(mapping, notes) { Advice = [.. transactions.Advice, .. events?.Advice ?? []] };
    }

    private static TransactionMapping GuessTransactions(ColumnPicker pick)
    {
        var id = pick.Optional("id",
            ["transaction_id", "order_id", "payment_id", "purchase_id", "txn_id", "tx_id", "trans_id", "id", "transaction", "order", "trans_num",
            "transactionid"], Whole);
        var account = pick.Optional("account", Account);
        var time = pick.Optional("time", Time, TimeLike) ?? pick.Fallback("time", TimeLike);
        id ??= pick.Fallback("id", Whole);
        account ??= pick.Fallback("account");
        var amount = pick.Optional("amount",
            ["amount", "value", "price", "total", "amt", "purchase_value", "transaction_amount", "transactionamt", "order_total"],
            static c => c.Type == PreviewType.Number);
        var currency = pick.Optional("currency", ["currency", "currency_code", "ccy"]);
        var known = pick.Optional("known_at",
            ["known_at", "chargeback_time", "chargeback_date", "chargeback_at", "outcome_time", "outcome_known_at", "label_time", "reported_at"], TimeLike);
        var signedUp = pick.Optional("signed_up", SignedUp, static c => Dated(c)
            && !NotOfAccounts.Any(w => c.Name.Contains(w, StringComparison.OrdinalIgnoreCase)));
        var decision = GuessDecision(pick);
        var outcome = GuessOutcome(pick, known);
        var entities = new Dictionary<string, string>();
        foreach (var (entity, names) in Entities)
        {
            if (pick.Optional("entity " + entity, names) is { } column) entities[entity] = column;
        }

        var attributes = pick.Rest(static c => c.Type != PreviewType.Time);
        if (attributes.Count > 0) pick.Note($"the columns left are taken as attributes: {string.Join(", ", attributes)}");
        return new()
        {
            Id = id,
            Account = account,
            Time = time,
            Amount = amount,
            Currency = currency,
            Entities = entities,
            Attributes = attributes,
            Decision = decision,
            Outcome = outcome,
            SignedUp = signedUp,
        };
    }

    private static EventMapping GuessEvents(ColumnPicker pick)
    {
        var account = pick.Optional("account", Account);
        var time = pick.Optional("time", ["ts", "event_time", .. Time], TimeLike);
        var type = pick.Optional("type", ["type", "page", "event_type", "event", "action", "page_name", "url", "event_name"]);
        var transaction = pick.Optional("transaction", ["transaction_id", "order_id", "transaction", "payment_id", "txn_id"]);
        var session = pick.Optional("session", ["session_id", "session", "sid"]);
        var dwell = pick.Optional("dwell_ms", ["dwell_ms", "dwell", "dwell_time", "duration_ms", "time_on_page_ms"],
            static c => c.Type is PreviewType.Number or PreviewType.Empty);
        time ??= pick.Fallback("time", TimeLike);
        return new()
        {
            Account = account ?? pick.Fallback("account"),
            Transaction = transaction,
            Session = session,
            Time = time,
            Type = type
            ?? pick.Fallback("type"),
            DwellMs = dwell
        };
    }

    private static bool TimeLike(PreviewColumn column) => column.Type is PreviewType.Time or PreviewType.Number;

    /// <summary>A time, or a number that is one since 1970: a flag is not.</summary>
    private static bool Dated(PreviewColumn column) => column.Type == PreviewType.Time || (column.Type == PreviewType.Number
        && column.Examples.All(static e => double.TryParse(e, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 1e8));

    private static bool Whole(PreviewColumn column) => column.Missing == 0;

    private static DecisionMapping? GuessDecision(ColumnPicker pick)
    {
        var words = pick.Words("decision", ["decision", "engine_decision", "status", "action", "response", "auth_result", "result"], out var column, Approved,
            Challenged, Declined);
        return words is null ? null : new() { Column = column!, Approved = words[0], Challenged = words[1], Declined = words[2] };
    }

    private static OutcomeMapping? GuessOutcome(ColumnPicker pick, string? known)
    {
        var words = pick.Words("outcome", ["outcome", "class", "is_fraud", "isfraud", "fraud", "fraud_label", "label", "chargeback", "target"],
            out var column, Fraud, Legitimate);
        if (words is not null) return new() { Column = column!, Fraud = words[0], Legitimate = words[1], KnownAt = known };
        if (known is not null) pick.Note($"'{known}' looks like the time at which an outcome became known, but no outcome was found: it is ignored");
        return null;
    }
}
