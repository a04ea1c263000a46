using System.Runtime.InteropServices;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// Values outside the collector's heap: as many as memory holds, and free again the moment they are done with; those that work which was cancelled left behind, when the collector comes to them. They begin as they happen to be.
/// </summary>
internal sealed unsafe class NativeBuffer<T>(long length) : IDisposable
    where T : unmanaged
{
    private T* _first = (T*)NativeMemory.AlignedAlloc(checked((nuint)length * (nuint)sizeof(T)), 64);

    public ref T this[long at] => ref _first[at];

    /// <summary>Where a value stands: it does not move.</summary>
    public T* At(long at) => _first + at;

    public Span<T> Slice(long from, int count) => new(_first + from, count);

    ~NativeBuffer() => Free();

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_first);
        _first = null;
    }
}
