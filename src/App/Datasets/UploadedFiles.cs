using Investigator.Engine.Core;
using Investigator.Storage;

namespace Investigator.Datasets;

/// <summary>Files given in the browser, each in a folder of its own below <c>uploads/</c> until they are loaded.</summary>
public sealed class UploadedFiles(DataFolder data)
{
    private static readonly string[] Endings = [".csv", ".csv.gz", ".csv.zst", ".tsv", ".tsv.gz", ".tsv.zst", ".txt", ".parquet"];

    /// <summary>For a file field's <c>accept</c>.</summary>
    public const string Accept = ".csv,.tsv,.txt,.gz,.zst,.parquet";

    /// <summary>Streams a file to disk and returns its path; what was begun is removed when it fails or is cancelled.</summary>
    /// <exception cref="InputException">The name does not end as a source file does, or the file is empty.</exception>
    public async Task<string> SaveAsync(string name, Stream content, IProgress<long>? bytes = null, CancellationToken cancel = default)
    {
        // A browser may send a whole path, and a name may hold what a file system refuses.
        var plain = string.Concat(Path.GetFileName(name.Replace('\\', '/')).Split(Path.GetInvalidFileNameChars()));
        if (!Endings.Any(e => plain.EndsWith(e, StringComparison.OrdinalIgnoreCase))) throw new InputException(
            "this kind of file cannot be loaded", value: plain, expected: string.Join(", ", Endings));
        var folder = OwnedFolder.Make(Path.Combine(data.Uploads, Guid.NewGuid().ToString("N")));
        var path = Path.Combine(folder.Path, plain);
        try
        {
            long done = 0;
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
            {
                var buffer = new byte[1 << 16];
                while (await content.ReadAsync(buffer, cancel) is > 0 and var read)
                {
                    await file.WriteAsync(buffer.AsMemory(0, read), cancel);
                    done += read;
                    bytes?.Report(done);
                }
            }

            return done > 0 ? path : throw new InputException("the file is empty", plain, expected: "a header and rows");
        }
        catch
        {
            folder.Remove();
            throw;
        }
    }

    /// <summary>Removes an uploaded file; a path from elsewhere is left alone.</summary>
    public void Remove(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is not null && Path.GetDirectoryName(folder) == Path.GetFullPath(data.Uploads)) data.FindOwned(folder)?.Remove();
    }
}
