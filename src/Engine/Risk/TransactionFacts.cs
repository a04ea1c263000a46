using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Risk;

internal enum Decided : byte
{
    Unknown,
    Approved,
    Challenged,
    Declined,
}

internal enum KnownOutcome : byte
{
    Unknown,
    Fraud,
    Legitimate,
}

/// <summary>What evidence reads of each transaction, as arrays <c>[n]</c> in the dataset's row order, which is the order of time. Outcomes are those known at <see cref="AsOf"/>.</summary>
internal sealed record TransactionFacts
{
    public required DateTime AsOf { get; init; }

    /// <summary>Microseconds since 1970, UTC.</summary>
    public required long[] Times { get; init; }

    /// <summary>NaN where there is none.</summary>
    public required double[] Amounts { get; init; }

    /// <summary>Number of the account, 0 or more.</summary>
    public required int[] Accounts { get; init; }

    public required IReadOnlyList<EntityFacts> Entities { get; init; }

    public required Decided[] Decisions { get; init; }

    public required KnownOutcome[] Outcomes { get; init; }

    public int Count => Times.Length;

    public static DateTime ToTime(long microseconds) => DateTime.UnixEpoch.AddTicks(microseconds * 10);

    public double Money(IEnumerable<int> rows) => rows.Sum(r => double.IsNaN(Amounts[r]) ? 0 : Amounts[r]);

    /// <exception cref="InputException">The transactions' file is gone or holds another number of rows.</exception>
    public static TransactionFacts Read(Dataset dataset, DateTime? asOf, StageContext context)
    {
        var n = checked((int)dataset.TransactionCount);
        var known = asOf ?? dataset.To;
        var facts = new TransactionFacts
        {
            AsOf = known,
            Times = new long[n],
            Amounts = new double[n],
            Accounts = new int[n],
            Entities = [.. dataset.Entities.Select(name => new EntityFacts(name, new int[n]))],
            Decisions = new Decided[n],
            Outcomes = new KnownOutcome[n],
        };
        if (n == 0) return facts;
        if (!File.Exists(dataset.TransactionsPath)) throw new InputException("the dataset's transactions are missing", dataset.TransactionsPath, expected: $"{n} rows");
        using var tables = TableConnection.Open(context.Scratch, context.Threads, memoryGigabytes: 1);
        var numbers = new Dictionary<string, int>[1 + facts.Entities.Count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = new(StringComparer.Ordinal);
        var row = 0;
        tables.Stream(Query(dataset, known), context.Cancel, reader =>
        {
            if (row >= n) throw WrongCount(dataset, row + 1L);
            facts.Times[row] = reader.GetInt64(0);
            facts.Amounts[row] = reader.GetDouble(1);
            facts.Decisions[row] = (Decided)reader.GetByte(2);
            facts.Outcomes[row] = (KnownOutcome)reader.GetByte(3);
            facts.Accounts[row] = NumberOf(numbers[0], reader.GetString(4));
            for (var e = 0; e < facts.Entities.Count; e++) facts.Entities[e].Codes[row] = reader.IsDBNull(5 + e) ? -1 : NumberOf(numbers[1 + e], reader.GetString(5 + e));
            row++;
        });
        return row == n ? facts : throw WrongCount(dataset, row);
    }

    /// <summary>An outcome counts where it had become known; without a mapped time of knowing, from the transaction's own time on.</summary>
    private static string Query(Dataset dataset, DateTime asOf)
    {
        var knownAt = dataset.Mapping.Transactions.Outcome?.KnownAt is null ? "coalesce(outcome_known_at, time)" : "outcome_known_at";
        var entities = string.Concat(dataset.Entities.Select(e => ", " + Sql.Name("entity_" + e)));
        return $"""
            SELECT epoch_us(time), coalesce(amount, 'nan'::DOUBLE),
                CAST(CASE decision WHEN 'approved' THEN 1 WHEN 'challenged' THEN 2 WHEN 'declined' THEN 3 ELSE 0 END AS UTINYINT),
                CAST(CASE WHEN {knownAt} <= {Sql.Time(asOf)} THEN CASE outcome WHEN 'fraud' THEN 1 WHEN 'legitimate' THEN 2 ELSE 0 END ELSE 0 END AS UTINYINT),
                account{entities}
            FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) ORDER BY row
            """;
    }

    private static int NumberOf(Dictionary<string, int> numbers, string name)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, name, out var seen);
        if (!seen) number = numbers.Count - 1;
        return number;
    }

    private static InputException WrongCount(Dataset dataset, long rows) =>
        new("the file holds another number of transactions than its description says", dataset.TransactionsPath, value: $"{rows} rows", expected: $"{dataset.TransactionCount}");
}

/// <param name="Name">As mapped: device, ip, card.</param>
/// <param name="Codes"><c>[n]</c> number of the entity, -1 where there is none.</param>
internal sealed record EntityFacts(string Name, int[] Codes);
