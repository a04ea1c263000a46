using Investigator.Engine.Core;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Core;

/// <summary>The system's files as a kernel writes them, in a folder.</summary>
public sealed class MemoryReadingTests : IDisposable
{
    private const long Gigabyte = 1L << 30;

    private readonly TempFolder _root = new();

    public MemoryReadingTests() =>
        Write("proc/meminfo", $"MemTotal:       {8 * Gigabyte / 1024} kB\nMemAvailable:   {4 * Gigabyte / 1024} kB\nSwapTotal: 0 kB\n");

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Now_NoGroup_IsTheMachines() => Assert.Equal(new MemoryReading(8 * Gigabyte, 4 * Gigabyte), Read());

    [Fact]
    public void Now_GroupOfVersion2_CountsAllItHoldsButCachedFiles()
    {
        Write("proc/self/cgroup", "0::/service/app\n");
        Group("sys/fs/cgroup/service/app", "max", 700);
        Group("sys/fs/cgroup/service", "1000", 900, cached: 250);
        Assert.Equal(new MemoryReading(1000, 350), Read());
    }

    [Fact]
    public void Now_GroupOfVersion1_CountsAllItHoldsButCachedFiles()
    {
        Write("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/app\n0::/\n");
        Write("sys/fs/cgroup/memory/app/memory.limit_in_bytes", "1000\n");
        Write("sys/fs/cgroup/memory/app/memory.usage_in_bytes", "900\n");
        Write("sys/fs/cgroup/memory/app/memory.stat", "cache 5\nactive_file 1\ntotal_inactive_file 200\ntotal_active_file 100\n");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        Assert.Equal(new MemoryReading(1000, 400), Read());
    }

    [Fact]
    public void Now_MoreHeldThanAllowed_LeavesNothing()
    {
        Write("proc/self/cgroup", "0::/\n");
        Group("sys/fs/cgroup", "1000", 1200, cached: 100);
        Assert.Equal(new MemoryReading(1000, 0), Read());
    }

    [Theory]
    [InlineData(2_000_000, 900, "none is free")]
    [InlineData(2_000_000, 1_500_000, "only 1.5 MB is free")]
    public void Require_LessIsFree_SaysBothAndWhatToChange(long bytes, long free, string words)
    {
        var context = new StageContext { ReadMemory = () => new MemoryReading(4_000_000, free) };
        words = $"sorting needs about 2.0 MB of memory and {words} of the 4.0 MB that this process may use; expected fewer rows, or more memory.";
        Assert.Equal(words, Assert.Throws<InputException>(() => context.RequireMemory(bytes, "sorting", "fewer rows")).Message);
        context.RequireMemory(free, "sorting");
    }

    private MemoryReading Read() => MemoryReading.Now(_root.Path);

    private void Group(string folder, string max, long current, long cached = 100)
    {
        Write($"{folder}/memory.max", max + "\n");
        Write($"{folder}/memory.current", $"{current}\n");
        Write($"{folder}/memory.stat", $"anon 1\ninactive_file {cached - 100}\nactive_file 60\nslab_reclaimable 40\n");
    }

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root.File(file))!);
        File.WriteAllText(_root.File(file), text);
    }
}
