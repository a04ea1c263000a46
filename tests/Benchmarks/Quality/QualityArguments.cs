using Investigator.Benchmarks.Quality.Sets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;

namespace Investigator.Benchmarks.Quality;

/// <summary>What follows the verb: which data, measured how.</summary>
internal static class QualityArguments
{
    private static readonly string[] OfSets = ["--only", "--seeds", "--withhold", "--options", "--beside", "--keep"];

    /// <returns>The process' exit code: 2 when the input cannot be used, and then what is wrong with it stands on standard error.</returns>
    public static int Print(string[] rest)
    {
        try
        {
            switch (rest)
            {
                case ["real", .. var more]: PrintSets(SetArguments.Read(more, OfSets), real: true, simulated: false); break;
                case ["sets", .. var more]: PrintSets(SetArguments.Read(more, OfSets), real: false, simulated: true); break;
                case ["all", .. var more]: PrintSets(SetArguments.Read(more, OfSets), real: true, simulated: true); break;
                case ["rules", .. var more]: PrintRules(SetArguments.Read(more, "--options")); break;
                case [['-', '-', 't', ..] or ['-', '-', 'e', ..] or ['-', '-', 'm', ..], ..]: PrintMapped(rest); break;
                default: PrintShops(SetArguments.Read(rest, "--withhold", "--beside", "--options", "--no-spaces", "--keep", "--flaws")); break;
            }
            return 0;
        }
        catch (InputException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static void PrintRules(SetArguments arguments) =>
        RuleTable.Print(ShopSeeds(arguments), arguments.Number("transactions", 2, 20_000), arguments.Runs[0].Options);

    private static IEnumerable<int> ShopSeeds(SetArguments arguments)
    {
        var (first, last) = (arguments.Number("first seed", 0, 11), arguments.Number("last seed", 1, 15));
        if (last < first) throw new InputException("the last seed is below the first", value: $"{first} {last}");
        return Enumerable.Range(first, last - first + 1);
    }

    private static void PrintShops(SetArguments arguments)
    {
        var size = arguments.Number("transactions", 2, 20_000);
        QualityTable.Print(ShopSeeds(arguments), arguments, !arguments.Named.ContainsKey("--no-spaces"),
            seed => folder => ShopSet.Make("simulated shop", Flawed(new SimulationOptions { Transactions = size, Seed = seed }, arguments), folder));
    }

    private static SimulationOptions Flawed(SimulationOptions shop, SetArguments arguments) =>
        (arguments.Named.GetValueOrDefault("--flaws")?.Split(',') ?? []).Aggregate(shop, static (s, flaw) => flaw switch
        {
            "terminals" => s with { CompromisedTerminals = (int)Math.Max(1, s.Transactions / 1_250) },
            "minutes" => s with { MinuteClock = true },
            "missing" => s with { MissingWordShare = 0.05 },
            "currency" => s with { SecondCurrencyShare = 0.2 },
            "labels" => s with { LabelledShare = 0.6 },
            "enriched" => s with { EnrichedFraudShare = 0.2 },
            _ => throw new InputException("there is no such flaw", value: flaw, expected: "terminals, minutes, missing, currency, labels, enriched"),
        });

    private static void PrintSets(SetArguments arguments, bool real, bool simulated)
    {
        var folder = arguments.Words.ElementAtOrDefault(0);
        if (real && !Directory.Exists(folder))
        {
            throw new InputException("there is no such folder", folder, expected: $"a folder with {AwsSets.RegistrationsFile}");
        }
        var made = new List<(string Name, Func<int, string, SetSource> Make)>();
        if (real) made.AddRange(SetCatalog.Real(folder!));
        if (simulated) made.AddRange(SetCatalog.Simulated);
        var names = arguments.Named.GetValueOrDefault("--only")?.Split(',');
        if (names?.Except(made.Select(static m => m.Name)).FirstOrDefault() is { } unknown)
        {
            throw new InputException("there is no such set", value: unknown, expected: string.Join(", ", made.Select(static m => m.Name)));
        }
        var scores = new List<SetScore>();
        foreach (var (_, make) in made.Where(m => names is null || names.Contains(m.Name)))
        {
            foreach (var seed in arguments.Seeds(1)) scores.AddRange(SetRun.Print(s => make(seed, s), seed, arguments, static (_, _, _) => { }));
        }
        SetTable.SayAll(scores);
    }

    private static void PrintMapped(string[] rest)
    {
        var named = SetArguments.Read(rest, "--transactions", "--events", "--mapping", "--options", "--seeds").Named;
        string Need(string name) => named.GetValueOrDefault(name) ?? throw new InputException("an argument is missing", expected: name);
        var request = new LoadRequest
        {
            Transactions = Need("--transactions"),
            Events = named.GetValueOrDefault("--events"),
            Mapping = MappingFile.Read(Need("--mapping")),
            Name = "mapped",
        };
        var arguments = new SetArguments([], named);
        QualityTable.Print(request, [.. arguments.Seeds(1)], arguments.Runs[0].Options);
    }
}
