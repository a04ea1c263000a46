using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Storage.Database;

namespace Investigator.Storage;

/// <summary>The faults that are to be expected of people's input, disks and files, in the words in which pages, answers and the log tell them.</summary>
internal static class KnownFault
{
    /// <returns>Null for a fault of the program itself, whose details belong in the log.</returns>
    public static string? Words(Exception fault) => fault switch
    {
        InputException or NotAllowedException => fault.Message,
        _ when FullDisk.Is(fault) => FullDisk.Message(fault),
        _ when DatabaseFault.Is(fault) => DatabaseFault.Words(fault),
        OutOfMemoryException => "There is not enough memory for this: fewer rows, or more memory.",
        DuckDB.NET.Data.DuckDBException when fault.Message.StartsWith("Out of Memory", StringComparison.Ordinal) =>
            $"There is not enough memory for this table work: fewer rows, or more memory ({fault.Message.Split('\n')[0].TrimEnd('.')}).",
        _ => null,
    };
}
