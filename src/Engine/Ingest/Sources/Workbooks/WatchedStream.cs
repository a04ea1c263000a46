namespace Investigator.Engine.Ingest.Sources.Workbooks;

/// <summary>A file read here and there by something that knows neither of progress nor of an end before its own.</summary>
/// <param name="inner">Is disposed with it.</param>
/// <param name="passed">Told of the bytes that are read; ends the reading by throwing. Where a part is read twice, the bytes are never more than the file's.
/// </param>
internal sealed class WatchedStream(Stream inner, Action<int> passed) : Stream
{
    private long _left = inner.Length;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        var counted = (int)Math.Min(read, _left);
        _left -= counted;
        passed(counted);
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
