using System.Runtime.InteropServices;

namespace Investigator.Engine.Neighbors;

/// <summary>Values outside the collector's heap: as many as memory holds, and free again the moment they are done with.</summary>
internal sealed unsafe class NativeValues<T> : IDisposable
    where T : unmanaged
{
    private T* _first;

    /// <param name="fill">What all values are at first; null leaves them as they happen to be.</param>
    public NativeValues(long length, T? fill = null)
    {
        _first = (T*)NativeMemory.AlignedAlloc(checked((nuint)length * (nuint)sizeof(T)), 64);
        if (fill is null) return;
        for (var i = 0L; i < length; i += 1 << 30) Slice(i, (int)Math.Min(1 << 30, length - i)).Fill(fill.Value);
    }

    public ref T this[long at] => ref _first[at];

    public Span<T> Slice(long from, int count) => new(_first + from, count);

    public void Dispose()
    {
        NativeMemory.AlignedFree(_first);
        _first = null;
    }
}
