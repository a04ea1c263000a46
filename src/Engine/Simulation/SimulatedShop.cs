namespace Investigator.Engine.Simulation;

/// <summary>What was written and where.</summary>
/// <param name="Folder">Holds all of the files below.</param>
/// <param name="TransactionsPath">The shop's transactions, by time.</param>
/// <param name="EventsPath">The clicks, in batches, each by time.</param>
/// <param name="MappingPath">Which column plays which part.</param>
/// <param name="TruthPath">Parquet: <c>id</c> VARCHAR, <c>ring</c> INTEGER or NULL, <c>kind</c> VARCHAR, <c>innocent</c> BOOLEAN, <c>fraud</c> BOOLEAN. No
/// stage reads it.</param>
/// <param name="RingsPath">JSON array of <see cref="SimulatedGroup"/>.</param>
/// <param name="TransactionCount">Rows of the transactions table.</param>
/// <param name="EventCount">Rows of the events table.</param>
/// <param name="Groups">Planted rings and look-alikes.</param>
public sealed record SimulatedShop(
    string Folder,
    string TransactionsPath,
    string EventsPath,
    string MappingPath,
    string TruthPath,
    string RingsPath,
    long TransactionCount,
    long EventCount,
    IReadOnlyList<SimulatedGroup> Groups);

/// <summary>The truth about one planted group.</summary>
/// <param name="Ring">Its number in the truth, from 1.</param>
/// <param name="Kind">card_testing, stolen_card, …; flash_sale, … for the innocent.</param>
/// <param name="Innocent">A look-alike: nothing of it is fraud.</param>
/// <param name="Size">Its transactions.</param>
/// <param name="From">Time of the first, UTC.</param>
/// <param name="To">Time of the last, UTC.</param>
/// <param name="Entities">Distinct accounts, devices, ips, cards and addresses.</param>
/// <param name="Script">Page names in the order it visits them, or words.</param>
public sealed record SimulatedGroup(int Ring, string Kind, bool Innocent, int Size, DateTime From, DateTime To, IReadOnlyDictionary<string, int> Entities,
    string Script);
