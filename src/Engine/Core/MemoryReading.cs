using System.Globalization;

namespace Investigator.Engine.Core;

/// <summary>How much memory this process may use, and how much of that is left at the moment.</summary>
/// <param name="Limit">Bytes: the machine's, or the least that a control group (a container, a service) allows.</param>
/// <param name="Free">Bytes that are left, whoever holds the others: the runtime, libtorch, DuckDB, other processes of the group or the machine.</param>
public readonly record struct MemoryReading(long Limit, long Free)
{
    /// <summary>A kernel that knows no limit gives a number of about this size.</summary>
    private const long NoLimit = 1L << 60;

    private static readonly string[] Cached = ["inactive_file", "active_file", "slab_reclaimable"];

    /// <summary>Bytes that the arrays of this process may take in all: of a control group's limit the runtime leaves a part for everything else.</summary>
    public static long ForArrays => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Reads the control groups (versions 1 and 2) and the machine's memory; elsewhere than on Linux, what the runtime knows.</summary>
    /// <param name="root">Where the system's files lie.</param>
    public static MemoryReading Now(string root = "/")
    {
        var runtime = ForArrays;
        var readings = Groups(root).Append(Machine(root)).OfType<MemoryReading>().ToList();
        if (readings.Count == 0) return new MemoryReading(runtime, Math.Max(0, runtime - Environment.WorkingSet));
        return new MemoryReading(readings.Min(static r => r.Limit), Math.Max(0, readings.Min(static r => r.Free)));
    }

    private static MemoryReading? Machine(string root)
    {
        var fields = Fields(Path.Combine(root, "proc/meminfo"), ':');
        return fields.TryGetValue("MemTotal", out var total) && fields.TryGetValue("MemAvailable", out var available)
            ? new MemoryReading(total * 1024, available * 1024) : null;
    }

    /// <summary>Every group that this process is in, from its own to the topmost: each may set a limit.</summary>
    private static IEnumerable<MemoryReading?> Groups(string root)
    {
        foreach (var line in Lines(Path.Combine(root, "proc/self/cgroup")))
        {
            if (line.Split(':', 3) is not [var number, var controllers, var path]) continue;
            var isUnified = number == "0" && controllers.Length == 0;
            if (!isUnified && !controllers.Split(',').Contains("memory")) continue;
            var (mount, limit, usage) = isUnified
                ? ("sys/fs/cgroup", "memory.max", "memory.current")
                : ("sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes");
            var top = Path.Combine(root, mount);
            for (var group = Path.Combine(top, path.TrimStart('/')).TrimEnd('/'); group.Length >= top.Length; group = Path.GetDirectoryName(group)!)
            {
                yield return Group(group, limit, usage, isUnified ? "" : "total_");
            }
        }
    }

    // Pages of files are given up before anything is refused, those too that were read twice, as a source is when it is loaded.
    private static MemoryReading? Group(string folder, string limitName, string usageName, string prefix)
    {
        if (Number(Path.Combine(folder, limitName)) is not { } limit || limit >= NoLimit) return null;
        if (Number(Path.Combine(folder, usageName)) is not { } usage) return null;
        var fields = Fields(Path.Combine(folder, "memory.stat"), ' ');
        return new MemoryReading(limit, limit - usage + Cached.Sum(name => fields.GetValueOrDefault(prefix + name)));
    }

    private static long? Number(string file) =>
        Lines(file) is [var line, ..] && long.TryParse(line, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static Dictionary<string, long> Fields(string file, char separator) => Lines(file)
        .Select(line => line.Split(separator, 2, StringSplitOptions.TrimEntries)).Where(static part => part.Length == 2)
        .Select(static part => (Name: part[0], IsNumber: long.TryParse(part[1].Split(' ')[0], CultureInfo.InvariantCulture, out var value), Value: value))
        .Where(static field => field.IsNumber).DistinctBy(static field => field.Name).ToDictionary(static field => field.Name, static field => field.Value);

    private static string[] Lines(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
