using System.Runtime.InteropServices;

namespace Investigator.Engine.VectorSearch;

/// <summary>
/// A buffer outside the garbage collector's heap: as large as memory allows, and freed at once when disposed. A buffer that cancelled work left behind is freed
/// by its finaliser. The values are not initialised.
/// </summary>
internal sealed unsafe class NativeBuffer<T>(long length) : IDisposable
    where T : unmanaged
{
    private T* _first = (T*)NativeMemory.AlignedAlloc(checked((nuint)length * (nuint)sizeof(T)), 64);

    public ref T this[long at] => ref _first[at];

    /// <summary>Address of a value, which does not move.</summary>
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
