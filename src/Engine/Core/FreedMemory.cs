using System.Runtime.InteropServices;

namespace Investigator.Engine.Core;

/// <summary>Gives memory that nobody uses any more back to the machine.</summary>
/// <remarks>By themselves both the collector and the C library keep what was freed for the next one who asks, for hours when nobody does.</remarks>
public static partial class FreedMemory
{
    /// <summary>Collects all garbage: what nobody refers to any more counts as taken until then. Pauses everything for a moment.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>Collects all garbage and returns what is free, of the C library too; pauses everything for a moment.</summary>
    public static void Return()
    {
        Collect();
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library other than glibc, which returns memory by itself.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
