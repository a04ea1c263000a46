using System.Globalization;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest;

/// <summary>What to load, and how much of it may be bad.</summary>
public sealed record LoadRequest
{
    /// <summary>A CSV file (plain, gzip, zstd), a Parquet file, or a folder of either.</summary>
    public required string Transactions { get; init; }

    /// <summary>
    /// The same for events; null when there are none, or when the mapping says that they lie in the transactions' files. The mapping's events are otherwise
    /// ignored. The transactions' path once more where the mapping tells by rows which are which.
    /// </summary>
    public string? Events { get; init; }

    /// <summary>Whether each file is opened once and read through that, at the path given (without links) and nowhere else: see
    /// <see cref="Core.HeldFile"/>.</summary>
    public bool Held { get; init; }

    public required Mapping Mapping { get; init; }

    /// <summary>Shown to people; not part of the data's identity.</summary>
    public required string Name { get; init; }

    /// <summary>Share of a table's rows (0 to 1) that may be refused before the whole load fails. Events of unknown accounts do not count.</summary>
    public double MaxRejectShare { get; init; } = 0.01;

    /// <summary>Whether the dataset is to outlive the command: what is thrown away with it is neither flushed to the disk nor hashed.</summary>
    public bool IsKept { get; init; } = true;

    /// <summary>The request with one way of saying that both tables lie in the same files, once it is known to make sense.</summary>
    /// <exception cref="InputException">Mapping, files and limit do not go together.</exception>
    internal LoadRequest Settled()
    {
        Mapping.Validate();
        if (MaxRejectShare is not (>= 0 and <= 1))
        {
            throw new InputException("the share of rows that may be refused is out of range", value: MaxRejectShare.ToString(CultureInfo.InvariantCulture),
                expected: "0 to 1");
        }
        if (Events is null) return this;
        if (Mapping.Events is not { } events)
        {
            throw new InputException("there is an events file, but the mapping says nothing about events", Events,
                expected: "an 'events' part with account, time and type");
        }
        if (!SamePath(Events, Transactions))
        {
            return !events.InTransactions ? this : throw new InputException(
                "there is an events file, but the mapping says that the events lie in the transactions' files", Events,
                expected: "no events file, or a mapping without events.in_transactions");
        }
        if (Mapping.Transactions.Rows is null && events.Rows is null)
        {
            throw new InputException("the same file was given for transactions and events", Events,
                expected: "two files, or in the mapping transactions.rows or events.rows, which say which rows are which");
        }
        return this with { Events = null, Mapping = Mapping with { Events = events with { InTransactions = true } } };
    }

    private static bool SamePath(string a, string b) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(a)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(b));
}
