using System.Globalization;
using Investigator.Benchmarks;
using Investigator.Benchmarks.Behavior;
#if !FOR_CARD
using Investigator.Benchmarks.Load;
#endif
using Investigator.Benchmarks.Maps;
using Investigator.Benchmarks.Quality;
using Investigator.Benchmarks.WholeRuns;
using Investigator.Engine.Neighbors;

int Number(string[] values, int place, int otherwise) => values.Length > place ? int.Parse(values[place], CultureInfo.InvariantCulture) : otherwise;

switch (args)
{
    case ["cpu", .. var sizes]:
        CpuTimes.Print(Number(sizes, 0, 20_000), Number(sizes, 1, 64), sizes.Contains("approximate") ? NeighborMode.Approximate : NeighborMode.Exact);
        return 0;
#if !FOR_CARD
    case ["kernels"]:
        TileKernels.Print();
        return 0;
#endif
    case ["gpu", "--cpu-accelerator", .. var few]:
        return GpuCheck.OnThreads(Number(few, 0, 0), Number(few, 1, 32));
    case ["gpu", .. var many]:
        return GpuCheck.OnGpu(Number(many, 0, 0), Number(many, 1, 32));
    case ["own", var matrix, var size, var samples, var mode, var labels]:
        return OwnRun.Print(matrix, Number([size], 0, 0), Number([samples], 0, 0), Enum.Parse<NeighborMode>(mode), labels);
    case ["peers", .. var what]:
        return PeerTables.Print(what is [] ? "all" : what[0]);
    case ["run", "space", var run, .. var modes]:
        SpaceTimes.Print(run, [.. (modes is [] ? ["exact", "approximate"] : modes).Select(static m => Enum.Parse<NeighborMode>(m, ignoreCase: true))]);
        return 0;
    case ["run", .. var rest]:
        return await RunTable.PrintAsync(rest);
    case ["ingest", var shop, var work, .. var times]:
        IngestTimes.Print(shop, work, Number(times, 0, 5), times.Length > 1 ? times[1..] : ["parquet", "csv"]);
        return 0;
    case ["quality", .. var rest]:
        return QualityArguments.Print(rest);
    case ["behavior", "rate", .. var rest]:
        BehaviorRate.Print(Number(rest, 0, 100_000), Number(rest, 1, 32), rest.Contains("train"));
        return 0;
    case ["behavior", .. var rest]:
        BehaviorTable.Print(Number(rest, 0, 1), Number(rest, 1, 3), Number(rest, 2, 20_000), rest.Length > 3 ? rest[3] : null);
        return 0;
    case ["map", var run, .. var rest]:
        MapTable.Print(run, rest.Length > 0 ? rest[0] : null, Number(rest, 1, 2_000), rest.Length > 2 ? rest[2] : null);
        return 0;
#if !FOR_CARD
    case ["load", .. var rest]:
        return await LoadTable.PrintAsync(LoadArguments.Read(rest));
#endif
    default:
        Console.Error.WriteLine("""
            usage: benchmarks cpu [rows] [columns] [exact|approximate]
                       seconds of each stage of the clustering on this machine's CPU
                   benchmarks kernels
                       the distance kernels alone
                   benchmarks gpu [rows] [columns]
                       results of the GPU compared with those of the CPU, then seconds and memory by size
                   benchmarks gpu --cpu-accelerator [rows] [columns]
                       the same comparison without a GPU, on ILGPU's slow CPU accelerator
                   benchmarks peers [all|whole|neighbors|approximate|large]
                       seconds and ratios compared with the peers that tests/Benchmarks/Peers/setup.sh installs
                   benchmarks own X.npy MIN_CLUSTER_SIZE MIN_SAMPLES Exact|Approximate LABELS.npy
                       one run, as peers are run
                   benchmarks run [SIZE...] [--work DIR] [--options O.json] [--app Investigator.dll]
                       the standard job: whole runs of the simulated shop (20000, 100000, 1000000 transactions) by the executable, with wall and
                       processor seconds and peak memory of each stage, what is kept on the disk and what was found; shops in DIR are used again
                   benchmarks run space RUN [exact] [approximate]
                       neighbours, hierarchy, map and the width of the very space of a run of --keep all
                   benchmarks ingest SHOP WORK [repeats] [parquet] [csv]
                       loads of a shop that generate wrote, as Parquet and as CSV: seconds, and the ratio to DuckDB reading, sorting and writing the same
                   benchmarks quality [first seed] [last seed] [transactions] [--no-spaces] [--withhold 0.5] [--options O.json] [--beside O.json]
                       whole runs of simulated shops: ranking, calibration, rings; then what the hybrid space finds compared with its parts;
                       --flaws terminals,minutes,missing,currency,labels,enriched gives the shop some of what real sources have
                   benchmarks quality real|sets|all [DIR] [--only NAME,NAME] [--seeds 1-3] [--withhold 0.5] [--options O.json] [--beside O.json]
                       the same of public labelled files in DIR (real), of sets made like others that are kept apart (sets), or of both;
                       --withhold keeps that share of the outcomes from the run, --beside compares two options files, --keep DIR leaves the runs there
                   benchmarks quality rules [first seed] [last seed] [transactions] [--options O.json]
                       what the exported rules of a run hit in the two weeks after it
                   benchmarks quality --transactions F --events F --mapping M.json [--options O.json] [--seeds 1-3]
                       what each space finds in other data with outcomes
                   benchmarks behavior [first seed] [last seed] [transactions] [embedding.json]
                       next page and dwell on held-out sequences: Markov, GRU, the model
                   benchmarks behavior rate [sequences] [events each] [train]
                       embedded sequences per second, and the network's share of the time
                   benchmarks map RUN [truth.parquet] [sample] [projection.json]
                       the map of a run made with --keep all, drawn anew: seconds, and how many neighbours stay neighbours
                   benchmarks load [--people 20] [--seconds 60] [--run] [--left 100] [--data DIR] [--set NAME=VALUE]
                       people at work on the served demo of 20,000 transactions: times of pages and data, errors, memory
                   benchmarks load --walk [--rounds 10] [--data DIR] [--only NAME] [--app Investigator.dll]
                       one person opens every page and fetches every address of a data folder's run 1: time and processor time of each
            """);
        return 2;
}
