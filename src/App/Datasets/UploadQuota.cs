using System.Collections.Concurrent;
using Investigator.Engine.Core;

namespace Investigator.Datasets;

/// <summary>How much room uploads have, those that come in at this moment counted in full.</summary>
/// <param name="limits">Bytes of a file and of all.</param>
/// <param name="folder">Where they lie; half of what its disk has free is a limit too.</param>
/// <param name="stored">Bytes that lie there.</param>
internal sealed class UploadQuota(UploadLimits limits, string folder, Func<long> stored)
{
    private const string Instead = "put it into the imports folder on the server";

    // What is still to come of the files that come in now, in bytes.
    private readonly ConcurrentDictionary<string, long> _coming = new();

    private UploadLimits Limits => limits;

    /// <summary>Whether a file is coming in.</summary>
    public bool IsComing(string id) => _coming.ContainsKey(id);

    /// <summary>Keeps the room for a file until disposed.</summary>
    /// <param name="id">Of the upload.</param>
    /// <param name="name">Of the file, for what is said of it.</param>
    /// <param name="size">Bytes that were announced.</param>
    /// <exception cref="InputException">The file is too large, or does not fit beside the others.</exception>
    public Share Begin(string id, string name, long size)
    {
        if (size > limits.FileBytes) throw new InputException(
            "the file is too large to be uploaded", name, value: Wording.Bytes(size), expected: $"at most {Wording.Bytes(limits.FileBytes)}; {Instead}");
        var share = new Share(this, id, name, size);
        try
        {
            RequireRoom(name, size);
            return share;
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    /// <exception cref="InputException">What is to come, with what other files are about to bring, does not fit.</exception>
    private void RequireRoom(string name, long toCome)
    {
        var others = _coming.Values.Sum() - toCome;
        var room = Math.Min(limits.TotalBytes - stored(), new DriveInfo(folder).AvailableFreeSpace / 2) - others;
        if (toCome > room) throw new InputException(
            "there is no room for this file among the uploads", name, value: Wording.Bytes(toCome),
            expected: $"at most {Wording.Bytes(Math.Max(0, room))}: load or leave what was uploaded before, or {Instead}");
    }

    /// <summary>What one file that comes in may take.</summary>
    internal sealed class Share : IDisposable
    {
        private readonly UploadQuota _quota;
        private readonly string _id;
        private readonly string _name;
        private readonly long _size;
        private long _looked;

        public Share(UploadQuota quota, string id, string name, long size)
        {
            (_quota, _id, _name, _size) = (quota, id, name, size);
            quota._coming[id] = size;
        }

        /// <param name="done">Bytes that have come so far.</param>
        /// <exception cref="InputException">More than was announced, or the disk has filled up meanwhile.</exception>
        public void Come(long done)
        {
            if (done > _size) throw new InputException("more of the file came than was announced", _name, expected: Wording.Bytes(_size));
            _quota._coming[_id] = _size - done;
            if (done - _looked < _quota.Limits.CheckedBytes) return;
            _looked = done;
            _quota.RequireRoom(_name, _size - done);
        }

        /// <param name="done">Bytes that came in all.</param>
        /// <exception cref="InputException">None did.</exception>
        public void End(long done)
        {
            if (done == 0) throw new InputException("the file is empty", _name, expected: "a header and rows");
        }

        public void Dispose() => _quota._coming.TryRemove(_id, out _);
    }
}
