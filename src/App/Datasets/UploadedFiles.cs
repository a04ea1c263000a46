using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;
using Investigator.Storage;

namespace Investigator.Datasets;

/// <summary>Files given in the browser, each in a folder of its own below <c>uploads/</c> until it is loaded. Pages know one by the folder's random name.
/// </summary>
/// <remarks>One that no page and no load needs any more is removed by <see cref="Sweep"/>.</remarks>
public sealed class UploadedFiles
{
    private const string Unfinished = ".partial";

    private readonly DataFolder _data;
    private readonly UploadLimits _limits;
    private readonly TimeProvider _clock;
    private readonly UploadQuota _quota;
    private readonly Dictionary<string, int> _holders = [];
    private readonly Dictionary<string, DateTimeOffset> _left = [];
    private readonly HashSet<string> _corrected = [];
    private readonly Lock _gate = new();

    public UploadedFiles(DataFolder data, UploadLimits limits, TimeProvider clock) =>
        (_data, _limits, _clock, _quota) = (data, limits, clock, new UploadQuota(limits, data.Uploads, () => Folders().Sum(BytesOf)));

    /// <summary>Streams a file to disk; what was begun is removed when it fails or is cancelled.</summary>
    /// <param name="name">As the browser gives it.</param>
    /// <param name="content">The file.</param>
    /// <param name="size">Bytes that were announced.</param>
    /// <param name="bytes">Told how many have come.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The upload's id.</returns>
    /// <exception cref="InputException">The name ends as one of another kind does, the file is empty or longer than announced, or there is no room for
    /// it.</exception>
    public async Task<string> SaveAsync(string name, Stream content, long size, IProgress<long>? bytes = null, CancellationToken cancel = default)
    {
        var plain = SourceName.Clean(name);
        if (!SourceName.MayBeUploaded(plain)) throw new InputException(
            "this kind of file cannot be loaded", value: plain, expected: "CSV or text in any separator, Excel (.xlsx) or Parquet; also .gz, .zst or .zip");
        var id = Guid.NewGuid().ToString("N");
        using var share = _quota.Begin(id, plain, size);
        var folder = OwnedFolder.Make(FolderOf(id));
        try
        {
            var path = Path.Combine(folder.Path, plain);
            await ReceiveAsync(path + Unfinished, share, content, bytes, cancel);
            DurableFiles.FlushFile(path + Unfinished);
            File.Move(path + Unfinished, path);
            DurableFiles.FlushFolder(folder.Path);
            DurableFiles.FlushFolder(_data.Uploads);
            return id;
        }
        catch
        {
            folder.Remove();
            throw;
        }
    }

    /// <returns>Where the uploaded file lies; null for what is no id of a whole upload.</returns>
    public string? Find(string id)
    {
        if (!IsId(id) || _data.FindOwned(FolderOf(id)) is not { } folder) return null;
        return Files(folder).FirstOrDefault(static f => !f.EndsWith(Unfinished, StringComparison.Ordinal));
    }

    /// <summary>Removes an upload; what is none is left alone.</summary>
    public void Remove(string id)
    {
        if (!IsId(id)) return;
        _data.FindOwned(FolderOf(id))?.Remove();
        lock (_gate) _corrected.Remove(id);
    }

    /// <summary>Keeps an upload until disposed: a page shows it, or a load reads it. What is no upload is not kept.</summary>
    public IDisposable Hold(string id)
    {
        lock (_gate)
        {
            _holders[id] = _holders.GetValueOrDefault(id) + 1;
            _left.Remove(id);
        }

        return new Held(this, id);
    }

    /// <summary>Its load failed, or it is being corrected before its load: it stays for a while longer.</summary>
    public void KeepForCorrection(string id)
    {
        if (Find(id) is null) return;
        lock (_gate)
        {
            _corrected.Add(id);
            _left.Remove(id);
            StartDay(id);
        }
    }

    /// <summary>Removes uploads that nobody needs any more, and what a killed process left of one.</summary>
    /// <returns>How many.</returns>
    public int Sweep()
    {
        var removed = 0;
        foreach (var folder in Folders())
        {
            var id = Path.GetFileName(folder.Path);
            if (_quota.IsComing(id) || !IsOver(id)) continue;
            folder.Remove();
            lock (_gate)
            {
                _left.Remove(id);
                _corrected.Remove(id);
            }

            removed++;
        }

        return removed;
    }

    internal static bool IsId(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigitLower);

    private static IEnumerable<string> Files(OwnedFolder folder) =>
        Directory.EnumerateFiles(folder.Path).Where(static f => !Path.GetFileName(f).StartsWith(OwnedFolder.MarkerName, StringComparison.Ordinal));

    private bool IsOver(string id)
    {
        DateTimeOffset? left;
        lock (_gate)
        {
            if (_holders.ContainsKey(id)) return false;
            left = _left.TryGetValue(id, out var time) ? time : null;
        }

        var now = _clock.GetUtcNow();
        if (left is { } gone) return now - gone > _limits.AfterLeaving;
        return Find(id) is null || now.UtcDateTime - Directory.GetLastWriteTimeUtc(FolderOf(id)) > _limits.Unused;
    }

    private static async Task ReceiveAsync(string path, UploadQuota.Share share, Stream content, IProgress<long>? bytes, CancellationToken cancel)
    {
        var done = 0L;
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        var buffer = new byte[1 << 16];
        while (await content.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            done += read;
            share.Come(done);
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
            bytes?.Report(done);
        }

        share.End(done);
    }

    private static long BytesOf(OwnedFolder folder)
    {
        try
        {
            return Files(folder).Sum(static file => new FileInfo(file).Length);
        }
        catch (IOException)
        {
            return 0; // loaded or swept in this moment
        }
    }

    private string FolderOf(string id) => Path.Combine(_data.Uploads, id);

    private List<OwnedFolder> Folders() =>
        [.. Directory.GetDirectories(_data.Uploads).Where(static f => IsId(Path.GetFileName(f))).Select(_data.FindOwned).OfType<OwnedFolder>()];

    /// <summary>Its folder's own time says since when it lies unused: a later process knows it too.</summary>
    private void StartDay(string id)
    {
        if (Directory.Exists(FolderOf(id))) Directory.SetLastWriteTimeUtc(FolderOf(id), _clock.GetUtcNow().UtcDateTime);
    }

    private void Release(string id)
    {
        lock (_gate)
        {
            if (--_holders[id] > 0) return;
            _holders.Remove(id);
            if (_corrected.Contains(id)) StartDay(id);
            else if (IsId(id)) _left[id] = _clock.GetUtcNow();
        }
    }

    private sealed class Held(UploadedFiles uploads, string id) : IDisposable
    {
        private bool _ended;

        public void Dispose()
        {
            if (_ended) return;
            _ended = true;
            uploads.Release(id);
        }
    }
}
