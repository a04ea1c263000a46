using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Investigator.Engine.VectorSearch;

/// <summary>Asks for memory before it is needed, where the processor can.</summary>
internal static unsafe class Prefetch
{
    private const int Line = 64;

    /// <param name="from">The collector may move it meanwhile; the hint is then wasted, nothing worse.</param>
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
