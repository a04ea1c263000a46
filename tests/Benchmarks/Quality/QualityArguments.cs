using System.Globalization;
using Investigator.Engine;
using Investigator.Engine.Compute;
using Investigator.Engine.Ingest;

namespace Investigator.Benchmarks.Quality;

/// <summary>What follows the verb: seeds of simulated shops, or the files of other data.</summary>
internal static class QualityArguments
{
    private static readonly string[] Names = ["--transactions", "--events", "--mapping", "--options", "--seeds"];

    /// <exception cref="InputException">A name is not known, or one that is needed is missing.</exception>
    public static void Print(string[] rest)
    {
        if (rest is [['-', ..], ..]) PrintMapped(rest);
        else QualityTable.Print(Number(rest, 0, 11), Number(rest, 1, 15), Number(rest, 2, 20_000), Options(rest.ElementAtOrDefault(3)));
    }

    private static void PrintMapped(string[] rest)
    {
        if (rest.Length % 2 != 0 || rest.Where(static (_, i) => i % 2 == 0).FirstOrDefault(static n => !Names.Contains(n)) is not null) throw new InputException("these arguments are not understood", value: string.Join(' ', rest), expected: string.Join(", ", Names) + ", each with a value");
        var named = rest.Chunk(2).ToDictionary(static p => p[0], static p => p[1]);
        string Need(string name) => named.GetValueOrDefault(name) ?? throw new InputException($"{name} is missing");
        var request = new LoadRequest { Transactions = Need("--transactions"), Events = named.GetValueOrDefault("--events"), Mapping = MappingFile.Read(Need("--mapping")), Name = "mapped" };
        QualityTable.Print(request, Number([.. named.Where(static n => n.Key == "--seeds").Select(static n => n.Value)], 0, 1), Options(named.GetValueOrDefault("--options")));
    }

    private static RunOptions Options(string? file) => file is null ? new RunOptions() : RunOptionsFile.Read(file);

    private static int Number(string[] values, int place, int otherwise) => values.Length > place ? int.Parse(values[place], CultureInfo.InvariantCulture) : otherwise;
}
