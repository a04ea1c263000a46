using System.CommandLine;
using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.Engine.Simulation;
using Investigator.Storage;

namespace Investigator.Commands;

/// <summary>A shop's life as files, with planted rings and innocent look-alikes.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var transactions = new Option<long>("--transactions") { Description = "Transactions to make", HelpName = "N", DefaultValueFactory = _ => 20_000 };
        var days = new Option<int>("--days") { Description = "Days they are spread over", HelpName = "D", DefaultValueFactory = _ => 60 };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for the files", HelpName = "DIR", Required = true };
        var format = new Option<TableFormat>("--format")
        {
            Description = "parquet or csv",
            HelpName = "parquet|csv",
            DefaultValueFactory = _ => TableFormat.Parquet,
        };
        var terminals = new Option<int>("--compromised-terminals")
        {
            Description = "Payments have terminals; so many are compromised for four weeks, and ordinary payments there are fraud",
            HelpName = "N",
        };
        var minutes = new Option<bool>("--minute-clock") { Description = "Payments and clicks bear whole minutes" };
        var missing = Share("--missing-words", "Share of devices, ips, cards and addresses that are a word for nothing (NULL, N/A, none, unknown, -), to 0.5");
        var currency = Share("--second-currency", "Share of accounts that pay in a second currency");
        var labelled = Share("--labelled", "Share of accounts of which outcomes ever become known", 1);
        var enriched = Share("--enriched-fraud", "Share of the rows that rings make up, as in a file for learning, to 0.5: ordinary payments are dropped");
        var (seed, force) = (CommonOptions.Seed(), CommonOptions.Force());
        var command = new Command("generate", "Write a simulated shop: transactions, click events, mapping, and the planted truth in a file of its own")
        {
            transactions, days, seed, output, format, terminals, minutes, missing, currency, labelled, enriched, force,
        };
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var folder = parsed.GetValue(output)!.FullName;
            DataFolderAdmission.RefuseInside(folder);
            ResultFiles.RefuseOccupied(folder, parsed.GetValue(force), ShopSimulator.Signs);
            var options = new SimulationOptions
            {
                Transactions = parsed.GetValue(transactions),
                Days = parsed.GetValue(days),
                Seed = parsed.GetValue(seed),
                Format = parsed.GetValue(format),
                CompromisedTerminals = parsed.GetValue(terminals),
                MinuteClock = parsed.GetValue(minutes),
                MissingWordShare = parsed.GetValue(missing),
                SecondCurrencyShare = parsed.GetValue(currency),
                LabelledShare = parsed.GetValue(labelled),
                EnrichedFraudShare = parsed.GetValue(enriched),
            };
            using var scratch = CommandScratch.Make(say: Console.Error.WriteLine);
            var context = new StageContext { Seed = options.Seed, Cancel = cancel, Scratch = scratch.Path };
            var shop = await StageConsole.ShowAsync(
                progress => Task.Run(() => ShopSimulator.Write(options, folder, context with { Progress = progress }), cancel));
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"Wrote {shop.TransactionCount:N0} transactions and {shop.EventCount:N0} events to {folder}"));
            return ExitCode.Done;
        }));
        return command;
    }

    private static Option<double> Share(string name, string description, double otherwise = 0) =>
        new(name) { Description = description, HelpName = "SHARE", DefaultValueFactory = _ => otherwise };
}
