using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;
using Investigator.Storage;

namespace Investigator.Datasets;

/// <summary>What people corrected of loads that have not begun, one file for each pair of sources: it survives a reload, a dropped connection, the way back
/// and a restart. Of two pages on the same sources the last change stands.</summary>
/// <remarks>Losing a draft costs a few clicks: one that is damaged, of a later version or not of these sources counts as none, and one that cannot be
/// written is let go.</remarks>
public sealed class DraftFolder(DataFolder data, UploadedFiles uploads, TimeProvider clock)
{
    /// <summary>Of one draft: a mapping of 2,000 columns takes a tenth of that.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>Kept at once; the oldest gives way.</summary>
    internal const int Most = 500;

    /// <summary>Since its last change, where its source stays.</summary>
    private static readonly TimeSpan Unused = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();

    /// <returns>Null where nothing was corrected.</returns>
    public LoadDraft? Find(string transactions, string? events)
    {
        var path = PathOf(transactions, events);
        lock (_gate)
        {
            return Read(path) is { } draft && draft.Transactions == transactions && draft.Events == events ? draft : null;
        }
    }

    /// <summary>Keeps a draft in the place of the former one of the same sources. Its uploads stay as long as those of a load that failed.</summary>
    /// <returns>False where it could not be kept.</returns>
    public bool Save(LoadDraft draft)
    {
        if (Encoding.UTF8.GetByteCount(JsonFile.Text(draft)) > MostBytes - 200) return false;
        try
        {
            lock (_gate)
            {
                Directory.CreateDirectory(data.Drafts);
                DurableFiles.Replace(PathOf(draft.Transactions, draft.Events), path => Write(path, draft));
                foreach (var old in Files().OrderByDescending(static f => f.LastWriteTimeUtc).Skip(Most)) old.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        uploads.KeepForCorrection(draft.Transactions);
        if (draft.Events is not null) uploads.KeepForCorrection(draft.Events);
        return true;
    }

    /// <summary>The person starts again from what is guessed.</summary>
    public void Remove(string transactions, string? events)
    {
        lock (_gate)
        {
            if (Directory.Exists(data.Drafts)) File.Delete(PathOf(transactions, events));
        }
    }

    /// <summary>Removes drafts whose upload is gone, that nobody came back to, or that cannot be read.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            foreach (var file in Files().Where(IsOver).ToList()) file.Delete();
        }
    }

    private void Write(string path, LoadDraft draft)
    {
        SealedJson.Write(path, draft);
        File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
    }

    private static LoadDraft? Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= MostBytes } ? SealedJson.Read<LoadDraft>(path) : null;
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private bool IsOver(FileInfo file) => clock.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > Unused
        || Read(file.FullName) is not { } draft
        || ((string?[])[draft.Transactions, draft.Events]).OfType<string>().Any(s => UploadedFiles.IsId(s) && uploads.Find(s) is null);

    private IEnumerable<FileInfo> Files() =>
        Directory.Exists(data.Drafts) ? new DirectoryInfo(data.Drafts).EnumerateFiles() : [];

    /// <summary>No id makes a path: they come from links.</summary>
    private string PathOf(string transactions, string? events) =>
        Path.Combine(data.Drafts, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(transactions + "\n" + events)))[..32] + ".json");
}
