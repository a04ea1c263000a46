using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Facts;

/// <summary>
/// What several stages must know of each transaction, read once per run: arrays <c>[n]</c> in the dataset's row order, which is the order of time.
/// </summary>
public sealed class TransactionFacts
{
    /// <summary><c>[n]</c> place of each transaction's own currency among <see cref="Currencies"/>; empty without those.</summary>
    private short[] _currencyOf = [];

    private readonly Lazy<IReadOnlyList<SharedEntity>> _shared;
    private readonly Lazy<int[]> _pages;
    private readonly Lazy<int[]> _groups;
    private long _lateSignUps;

    private TransactionFacts(int count, IReadOnlyList<string> entities, SequenceSet sequences)
    {
        (Times, Amounts, Accounts) = (new long[count], new double[count], new int[count]);
        AccountHashes = new byte[count];
        (Decisions, Outcomes, OutcomesKnownAt) = (new Decision[count], new Outcome[count], new long[count]);
        Entities = [.. entities.Select(name => new EntityCodes(name, new int[count]))];
        _shared = new(() => [.. Entities.Select(e => new SharedEntity(e, Accounts))]);
        _pages = new(() => SequenceIdentity.SamePages(sequences));
        _groups = new(() => EntityGrouping.Number([.. Entities.Select(e => KeyGroups.Of(e.Codes))], Accounts, Times));
    }

    /// <summary>Outcomes are those known at this time, UTC.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>The step of times between events and transactions; null where it is not known.</summary>
    public ClockStep? SequenceClock { get; private init; }

    /// <summary>Microseconds since 1970, UTC.</summary>
    public long[] Times { get; }

    /// <summary>In <see cref="Currency"/>; NaN where there is none.</summary>
    public double[] Amounts { get; }

    /// <summary>The account: the first row with the same one.</summary>
    public int[] Accounts { get; }

    /// <summary>By <see cref="AccountHash"/>: what is learned on the accounts below a number can be measured on those from it on.</summary>
    public byte[] AccountHashes { get; }

    /// <summary>In mapping order.</summary>
    public IReadOnlyList<EntityCodes> Entities { get; }

    public Decision[] Decisions { get; }

    /// <summary>By <see cref="KnownOutcome"/>.</summary>
    public Outcome[] Outcomes { get; }

    /// <summary>Since when each known outcome was known, microseconds since 1970, UTC; of no meaning where it is not known.</summary>
    public long[] OutcomesKnownAt { get; }

    /// <summary>The currency of all amounts, where it is known: the transactions' one, or the one that the others were converted to.</summary>
    public string? Currency { get; private set; }

    /// <summary>The dataset's currencies where it has several, that of the amounts first; otherwise empty.</summary>
    public IReadOnlyList<CurrencyUse> Currencies { get; private init; } = [];

    /// <summary>Outcomes of the source that the ledger contradicts; the source's count.</summary>
    public int Differing { get; private set; }

    public int Count => Times.Length;

    /// <summary><c>[n]</c> the first row with exactly the same pages in the same order; -1 where there is no event.</summary>
    public int[] PageSequences => _pages.Value;

    /// <summary>
    /// <c>[n]</c> number of the group that shares entities, from 0; -1 for whoever is in none. It looks to both sides in time: it serves the space, never a
    /// rule.
    /// </summary>
    public int[] Groups => _groups.Value;

    /// <summary>How accounts share each kind of entity, in the order of <see cref="Entities"/>.</summary>
    internal IReadOnlyList<SharedEntity> Shared => _shared.Value;

    /// <summary><c>[n]</c> the first row with the same value of a column; null for a column that is no fact.</summary>
    /// <param name="column"><c>account</c>, <c>entity_device</c>, <c>page_sequence</c>.</param>
    internal int[]? Codes(string column) => column switch
    {
        "account" => Accounts,
        "page_sequence" => PageSequences,
        _ => Entities.FirstOrDefault(e => "entity_" + e.Name == column)?.Codes,
    };

    public static DateTime ToTime(long microseconds) => DateTime.UnixEpoch.AddTicks(microseconds * 10);

    /// <summary>The amounts together, in <see cref="Currency"/>.</summary>
    public double Money(IEnumerable<int> rows) => rows.Sum(r => double.IsNaN(Amounts[r]) ? 0 : Amounts[r]);

    /// <summary>A transaction's amount as it was paid, in its own currency; NaN where there is none.</summary>
    public double OwnAmount(int row) => _currencyOf.Length == 0 ? Amounts[row] : Math.Round(Amounts[row] / Currencies[_currencyOf[row]].Rate, 6);

    /// <summary>The amounts as they were paid, in words: <c>€259.00</c>; of several currencies each by itself, <c>€259.00 and JPY 38,100.00</c>.</summary>
    public string MoneyInWords(IReadOnlyCollection<int> rows)
    {
        if (_currencyOf.Length == 0) return Wording.Money(Money(rows), Currency);
        var paid = rows.Where(r => !double.IsNaN(Amounts[r])).GroupBy(r => _currencyOf[r]).OrderBy(static g => g.Key)
            .Select(g => Wording.Money(g.Sum(OwnAmount), Currencies[g.Key].Code)).ToList();
        return paid.Count <= 1 ? paid.FirstOrDefault() ?? Wording.Money(0, Currency) : $"{string.Join(", ", paid[..^1])} and {paid[^1]}";
    }

    /// <summary>What a reader of the results should know about outcomes and sign-ups.</summary>
    public IEnumerable<string> Notes()
    {
        if (_lateSignUps > 0)
        {
            yield return $"sign-ups: {Wording.Count(_lateSignUps)} of {Wording.Counted(Count, "transaction")} lie before their account signed up; that time "
                + "counts as missing there";
        }

        if (Differing == 0) yield break;
        yield return $"outcomes: for {Wording.Count(Differing)} of the transactions the ledger says otherwise than the data, whose outcome counts";
    }

    /// <summary>Reads the transactions.</summary>
    /// <param name="dataset">Loaded data.</param>
    /// <param name="sequences">What led to each transaction.</param>
    /// <param name="asOf">UTC; null for the time of the last transaction.</param>
    /// <param name="ledger">The run's snapshot of the outcome ledger, or null.</param>
    /// <param name="context">Threads, scratch, progress, cancel.</param>
    /// <exception cref="InputException">The transactions' file is gone, or holds another number of rows than the dataset or the sequences.</exception>
    public static TransactionFacts Read(Dataset dataset, SequenceSet sequences, DateTime? asOf, string? ledger, StageContext context)
    {
        var n = checked((int)dataset.TransactionCount);
        RequireRows(dataset, sequences.Count, "sequences");
        var facts = new TransactionFacts(n, dataset.Entities, sequences)
        {
            AsOf = asOf ?? dataset.To,
            SequenceClock = dataset.SequenceClock,
            Currencies = dataset.Currencies,
            _currencyOf = new short[dataset.Currencies.Count == 0 ? 0 : n],
            _lateSignUps = dataset.LateSignUps,
        };
        if (n == 0) return facts;
        if (!File.Exists(dataset.TransactionsPath))
        {
            throw new InputException("the dataset's transactions are missing", dataset.TransactionsPath, expected: $"{n} rows");
        }
        using var tables = TableConnection.Open(context.Scratch, context.Threads, memoryGigabytes: 1);
        var meter = context.Start(StageNames.Facts, n);
        var currencies = new HashSet<string?>(StringComparer.Ordinal);
        var places = dataset.Currencies.Index().ToDictionary(static c => c.Item.Code, static c => (short)c.Index, StringComparer.Ordinal);
        var row = 0;
        tables.Stream(Query(dataset, facts.AsOf, ledger), context.Cancel, reader =>
        {
            if (row >= n) throw WrongCount(dataset, row + 1L);
            facts.Times[row] = reader.GetInt64(0);
            facts.Amounts[row] = reader.GetDouble(1);
            facts.Decisions[row] = (Decision)reader.GetByte(2);
            facts.Outcomes[row] = (Outcome)reader.GetByte(3);
            if (reader.GetBoolean(4)) facts.Differing++;
            facts.OutcomesKnownAt[row] = reader.GetInt64(5);
            if (places.Count > 0) facts._currencyOf[row] = reader.IsDBNull(6) ? (short)0 : places[reader.GetString(6)];
            else if (currencies.Count < 2) currencies.Add(reader.IsDBNull(6) ? null : reader.GetString(6));
            facts.Accounts[row] = reader.GetInt32(8);
            facts.AccountHashes[row] = facts.Accounts[row] == row ? AccountHash.Of(reader.GetString(7)) : facts.AccountHashes[facts.Accounts[row]];
            for (var e = 0; e < facts.Entities.Count; e++) facts.Entities[e].Codes[row] = reader.GetInt32(9 + e);
            row++;
            if ((row & 0x3FFF) == 0) meter.Add(0x4000);
        });
        if (row != n) throw WrongCount(dataset, row);
        facts.Currency = places.Count > 0 ? dataset.Currencies[0].Code : currencies.Count == 1 ? currencies.Single() : null;
        meter.Finish();
        return facts;
    }

    /// <summary>Refuses what another stage made of another dataset.</summary>
    /// <exception cref="InputException">It has another number of rows.</exception>
    internal static void RequireRows(Dataset dataset, int rows, string what)
    {
        if (rows == dataset.TransactionCount) return;
        throw new InputException($"the {what} belongs to another dataset", dataset.Folder, value: $"{rows} rows", expected: $"{dataset.TransactionCount}");
    }

    private static string Query(Dataset dataset, DateTime asOf, string? ledger)
    {
        // The database numbers texts by its hash tables, on all cores; here each would become an object first.
        var entities = dataset.Entities.Select((e, i) => (Column: Sql.Name("entity_" + e), First: FormattableString.Invariant($"e{i}"))).ToList();
        return $"""
            SELECT epoch_us(k.time), coalesce(k.amount, 'nan'::DOUBLE),
                CAST(CASE k.decision WHEN '{Decision.Approved.Word()}' THEN {(byte)Decision.Approved}
                    WHEN '{Decision.Challenged.Word()}' THEN {(byte)Decision.Challenged}
                    WHEN '{Decision.Declined.Word()}' THEN {(byte)Decision.Declined} ELSE {(byte)Decision.Unknown} END AS UTINYINT),
                {KnownOutcome.Code("k.outcome")}, k.outcome_differs, coalesce(epoch_us(k.outcome_known_at), 0), k.currency, k.account,
                a.first{string.Concat(entities.Select(static e => $", coalesce({e.First}.first, -1)"))}
            FROM {KnownOutcome.Transactions(dataset, asOf, ledger)} k JOIN {FirstRows("account")} a ON a.value = k.account
                {string.Concat(entities.Select(e => $" LEFT JOIN {FirstRows(e.Column)} {e.First} ON {e.First}.value = k.{e.Column}"))}
            ORDER BY k.row
            """;

        string FirstRows(string column) =>
            $"(SELECT {column} AS value, CAST(min(row) AS INTEGER) AS first FROM {dataset.TransactionsTable} WHERE {column} IS NOT NULL GROUP BY 1)";
    }

    private static InputException WrongCount(Dataset dataset, long rows) =>
        new("the file holds another number of transactions than its description says", dataset.TransactionsPath, value: $"{rows} rows",
            expected: $"{dataset.TransactionCount}");
}

/// <param name="Name">As mapped: device, ip, card.</param>
/// <param name="Codes"><c>[n]</c> the first row with the same entity, -1 where there is none.</param>
public sealed record EntityCodes(string Name, int[] Codes);
