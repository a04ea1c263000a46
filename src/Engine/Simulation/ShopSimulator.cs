using System.Runtime.ExceptionServices;
using Investigator.Engine.Core;
using Investigator.Engine.Simulation.Customers;
using Investigator.Engine.Simulation.Flaws;
using Investigator.Engine.Simulation.Groups;

namespace Investigator.Engine.Simulation;

/// <summary>A shop's life as transactions and clicks, with planted fraud rings and innocent look-alikes, and the truth beside it.</summary>
public static class ShopSimulator
{
    private const string Stage = "generate";
    private const int ChunkRows = 8_000;
    private const double JoiningGigabytes = 1.5;
    private const double ChunkGigabytes = 0.5;

    /// <summary>Files that together tell a shop's folder.</summary>
    public static IReadOnlyList<string> Signs { get; } = ["truth.parquet", "rings.json"];

    /// <summary>Writes a simulated shop. Memory is bounded by the chunks being written, not by the shop's size.</summary>
    /// <param name="options">What shop.</param>
    /// <param name="folder">Created if necessary; files of the same names are replaced, but only once everything is written.</param>
    /// <param name="context">Threads, scratch, progress and cancel. Neither threads nor the context's seed change the rows: the seed is the options'.</param>
    /// <exception cref="InputException">An option is out of its range.</exception>
    public static SimulatedShop Write(SimulationOptions options, string folder, StageContext context)
    {
        options.Validate();
        var fresh = OwnedFolder.IsVacant(folder);
        var replaces = Signs.All(name => File.Exists(Path.Combine(folder, name)));
        Directory.CreateDirectory(folder);
        var parts = OwnedFolder.Make(Path.Combine(context.Scratch, "simulation-" + Guid.NewGuid().ToString("N")));
        try
        {
            var groups = Play(options, parts.Path, context, out var clicks);
            context.Cancel.ThrowIfCancellationRequested();
            var shop = ShopFiles.Join(options, parts.Path, folder, groups, clicks, JoiningGigabytes, context);
            foreach (var file in (string[])[shop.TransactionsPath, shop.EventsPath, shop.MappingPath, shop.TruthPath, shop.RingsPath])
            {
                DurableFiles.FlushFile(file);
            }
            if (replaces) RemoveOther(options.Format, shop);
            if (fresh) OwnedFolder.Mark(folder, FolderUse.Kept);
            DurableFiles.FlushFolder(folder);
            return shop;
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            // Rethrows what went wrong inside the parallel loop as if there were no loop.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
            throw;
        }
        finally
        {
            parts.Remove();
        }
    }

    /// <summary>The shop that was here before may have been written in the other format: beside this one's files its own would pass for them.</summary>
    private static void RemoveOther(TableFormat written, SimulatedShop shop)
    {
        foreach (var file in (string[])[shop.TransactionsPath, shop.EventsPath])
        {
            File.Delete(Path.ChangeExtension(file, written == TableFormat.Csv ? ".parquet" : ".csv"));
        }
    }

    private static SimulatedGroup[] Play(SimulationOptions asked, string parts, StageContext context, out long clicks)
    {
        var options = FraudEnrichment.Played(asked);
        var names = new OpaqueNames(options.Seed, options.Transactions);
        var groups = GroupPlan.Make(options);
        var ordinary = options.Transactions - groups.Sum(static g => (long)g.Size);
        var (flaws, enriched) = (new SourceFlaws(options), options == asked ? null : new FraudEnrichment(asked, options, ordinary));
        var slices = Slices(options, ordinary, context, out var count);
        var customers = new CustomerBook(options, names, count);
        var summaries = new SimulatedGroup[groups.Length];
        var (written, meter) = (0L, context.Start(Stage, options.Transactions));
        Parallel.For(0, slices.Count, context.Parallel, s =>
        {
            var chunk = new SimulationChunk(names);
            var (life, order) = (new CustomerLife(options, customers), slices[s].FirstOrder);
            for (var customer = slices[s].FirstCustomer; order < slices[s].EndOrder; customer++)
            {
                order += life.Play(chunk, customer, order, slices[s].EndOrder - order);
            }
            for (var g = s; g < groups.Length; g += slices.Count) summaries[g] = PlayGroup(options, customers, groups[g], chunk);
            var played = chunk.Purchases.Count;
            enriched?.Thin(chunk);
            flaws.Apply(chunk.Purchases);
            ChunkWriter.Write(chunk, parts, s, options, ChunkGigabytes, context.Cancel);
            Interlocked.Add(ref written, chunk.Clicks.Count);
            meter.Add(played);
        });
        meter.Finish();
        clicks = written;
        return summaries;
    }

    /// <summary>Cuts the ordinary orders into chunks of whole customers, so that chunks can be played in any order.</summary>
    private static List<Slice> Slices(SimulationOptions options, long orders, StageContext context, out long customers)
    {
        var slices = new List<Slice>();
        var (customer, done, first) = (0L, 0L, new Slice(0, 0, 0));
        while (done < orders)
        {
            if (customer % ChunkRows == 0) context.Cancel.ThrowIfCancellationRequested();
            done = Math.Min(orders, done + CustomerBook.Purchases(options, customer++, out _));
            if (done - first.FirstOrder < ChunkRows && done < orders) continue;
            slices.Add(first with { EndOrder = done });
            first = new Slice(customer, done, 0);
        }

        customers = customer;
        return slices;
    }

    private static SimulatedGroup PlayGroup(SimulationOptions options, CustomerBook customers, PlannedGroup group, SimulationChunk chunk)
    {
        var from = chunk.Purchases.Count;
        string script;
        if (group.Innocent)
        {
            var alike = new LookAlike(options, customers, group);
            alike.Play(chunk);
            script = alike.Script;
        }
        else
        {
            var ring = new Ring(options, customers, group);
            ring.Play(chunk);
            script = ring.Script;
        }

        var own = chunk.Purchases[from..];
        var entities = new Dictionary<string, int>
        {
            ["account"] = own.Select(static p => p.Account).Distinct().Count(),
            ["device"] = own.Select(static p => p.Device).Distinct().Count(),
            ["ip"] = own.Select(static p => p.Ip).Distinct().Count(),
            ["card"] = own.Select(static p => p.Card).Distinct().Count(),
            ["address"] = own.Select(static p => p.Address).Distinct().Count(),
        };
        return new SimulatedGroup(group.Id, group.KindName, group.Innocent, own.Count, At(own.Min(static p => p.Time)), At(own.Max(static p => p.Time)),
            entities, script);

        DateTime At(long micros) => options.Start.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
    }

    private readonly record struct Slice(long FirstCustomer, long FirstOrder, long EndOrder);
}
