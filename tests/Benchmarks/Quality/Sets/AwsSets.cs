using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Benchmarks.Quality.Sets;

/// <summary>
/// The two public files of aws-samples/aws-fraud-detector-samples (MIT-0), in shapes that do not load as they are: sign-ups without an id, payments of which
/// half have no label.
/// </summary>
internal static class AwsSets
{
    public const string RegistrationsFile = "aws-registrations.csv";
    public const string TransactionsFile = "aws-transactions.csv";

    /// <summary>Sign-ups; rows of one address are kept back together.</summary>
    public static SetSource Registrations(string folder) => new()
    {
        Name = "aws-registrations",
        Transactions = $"""
            SELECT 'r' || row_number() OVER () AS id, * EXCLUDE (EVENT_LABEL), CASE EVENT_LABEL WHEN 'fraud' THEN 'fraud' WHEN 'legit' THEN 'legitimate' END
                AS label, EVENT_LABEL = 'fraud' AS truth, ip_address AS withhold_key, NULL AS unit
            FROM read_csv({Sql.Text(Path.Combine(folder, RegistrationsFile))}, all_varchar = true, header = true)
            """,
        Mapping = new TransactionMapping
        {
            Id = "id",
            Account = "email_address",
            Time = "EVENT_TIMESTAMP",
            Entities = new Dictionary<string, string> { ["ip"] = "ip_address", ["email"] = "email_address" },
        },
    };

    /// <summary>Payments; the fictitious people stay the same, so rows of one person are kept back together.</summary>
    public static SetSource Transactions(string folder) => new()
    {
        Name = "aws-transactions",
        Transactions = $"""
            SELECT *, CASE EVENT_LABEL WHEN '1' THEN 'fraud' WHEN '0' THEN 'legitimate' END AS label, nullif(EVENT_LABEL, '') = '1' AS truth,
                ENTITY_ID AS withhold_key, NULL AS unit
            FROM read_csv({Sql.Text(Path.Combine(folder, TransactionsFile))}, all_varchar = true, header = true)
            """,
        KnownAt = "LABEL_TIMESTAMP",
        Mapping = new TransactionMapping
        {
            Id = "EVENT_ID",
            Account = "ENTITY_ID",
            Time = "EVENT_TIMESTAMP",
            Amount = "order_price",
            Entities = new Dictionary<string, string>
            {
                ["card"] = "card_bin",
                ["ip"] = "ip_address",
                ["email"] = "customer_email",
                ["merchant"] = "merchant",
            },
            Attributes = ["product_category", "billing_state", "billing_zip", "customer_job", "payment_currency"],
        },
    };
}
