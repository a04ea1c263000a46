using System.Globalization;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;

namespace Investigator.Benchmarks.Quality;

/// <summary>What follows the verb: seeds of simulated shops, or the files of other data.</summary>
internal static class QualityArguments
{
    private static readonly string[] Names = ["--transactions", "--events", "--mapping", "--options", "--seeds"];

    /// <returns>The process' exit code: 2 when the input cannot be used, and then what is wrong with it stands on standard error.</returns>
    public static int Print(string[] rest)
    {
        try
        {
            if (rest is [['-', ..], ..]) PrintMapped(rest);
            else PrintSimulated(rest);
            return 0;
        }
        catch (InputException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static void PrintSimulated(string[] rest)
    {
        var (first, last) = (Number("first seed", rest.ElementAtOrDefault(0) ?? "11"), Number("last seed", rest.ElementAtOrDefault(1) ?? "15"));
        if (last < first) throw new InputException("the last seed is below the first", value: $"{first} {last}");
        QualityTable.Print(first, last, Number("transactions", rest.ElementAtOrDefault(2) ?? "20000"), Options(rest.ElementAtOrDefault(3)));
    }

    private static void PrintMapped(string[] rest)
    {
        var named = new Dictionary<string, string>();
        foreach (var pair in rest.Chunk(2))
        {
            if (pair is not [var name, var value] || !Names.Contains(name) || !named.TryAdd(name, value))
            {
                throw new InputException("an argument is not understood", value: string.Join(' ', pair),
                    expected: string.Join(", ", Names) + ", each once and with a value");
            }
        }

        string Need(string name) => named.GetValueOrDefault(name) ?? throw new InputException("an argument is missing", expected: name);
        var request = new LoadRequest
        {
            Transactions = Need("--transactions"),
            Events = named.GetValueOrDefault("--events"),
            Mapping = MappingFile.Read(Need("--mapping")),
            Name = "mapped"
        };
        QualityTable.Print(request, Number("--seeds", named.GetValueOrDefault("--seeds", "1")), Options(named.GetValueOrDefault("--options")));
    }

    private static RunOptions Options(string? file) => file is null ? new RunOptions() : RunOptionsFile.Read(file);

    private static int Number(string what, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : throw new InputException($"{what} cannot be used", value: text, expected: "a whole number above 0");
}
