namespace Investigator.Engine.Ingest.Sources;

/// <summary>A stream that is read from start to end.</summary>
/// <param name="inner">Is disposed with it.</param>
/// <param name="also">Likewise.</param>
/// <param name="passed">Told of the bytes that are read.</param>
/// <param name="before">Bytes that come before its own.</param>
internal sealed class ReadStream(Stream inner, IDisposable? also = null, Action<int>? passed = null, ReadOnlyMemory<byte> before = default) : ForwardStream
{
    private ReadOnlyMemory<byte> _before = before;

    public override int Read(Span<byte> buffer)
    {
        if (!_before.IsEmpty)
        {
            var length = Math.Min(buffer.Length, _before.Length);
            _before.Span[..length].CopyTo(buffer);
            _before = _before[length..];
            return length;
        }

        var read = inner.Read(buffer);
        passed?.Invoke(read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            also?.Dispose();
        }

        base.Dispose(disposing);
    }
}
