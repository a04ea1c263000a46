using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Investigator.Engine.VectorSearch;

/// <summary>Asks the processor to load memory before it is needed, where it can.</summary>
internal static unsafe class Prefetch
{
    private const int Line = 64;

    /// <param name="from">The garbage collector may move it meanwhile; the hint is then wasted, with no other effect.</param>
    /// <param name="count">Values, at least 1.</param>
    public static void Load<T>(ref readonly T from, int count)
        where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        var start = (byte*)Unsafe.AsPointer(in from);
        var last = start + ((nint)count * sizeof(T)) - 1;
        for (var line = start; line < last; line += Line) Sse.Prefetch0(line);
        Sse.Prefetch0(last);
    }
}
