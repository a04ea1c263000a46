using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources.Workbooks;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Opens the tables in a zip archive: texts are read where they are, other files are unpacked first.</summary>
/// <param name="opener">Opens what is in it.</param>
/// <param name="options">How.</param>
internal sealed class ArchiveOpener(SourceOpener opener, SourceOptions options)
{
    /// <summary>Each is opened anew, which reads the archive's list of files.</summary>
    private const int MostEntries = 1_000;

    /// <param name="path">The archive.</param>
    /// <param name="content">The same, to be let go of.</param>
    public IReadOnlyList<SourceFile> Open(string path, SourceContent content)
    {
        List<string> entries;
        using (var archive = ZipContent.Open(content.ReadFrom)) entries = ArchiveChoice.Tables(archive, path, options.Format?.Entry);

        if (entries.Count > MostEntries)
        {
            throw new InputException($"the archive holds {Wording.Count(entries.Count)} tables", path, expected: $"at most {Wording.Count(MostEntries)}");
        }
        opener.Files = Math.Max(opener.Files, entries.Count);
        var files = new List<SourceFile>();
        try
        {
            foreach (var entry in entries) files.Add(OpenEntry(path, content, entry));
            var table = ArchiveChoice.Choose(files, options.Table);
            content.Dispose();
            // A file is named where it is one of several.
            return table.Count == 1 && entries.Count > 1 ? table : [.. table.Select(f => f with { Layout = f.Layout with { Entry = options.Format?.Entry } })];
        }
        catch
        {
            foreach (var file in files) file.Dispose();
            throw;
        }
    }

    private SourceFile OpenEntry(string path, SourceContent archive, string entry)
    {
        var content = archive.OfEntry(entry, options.Held ? HeldFile.Open(path) : null);
        try
        {
            var head = SourceOpener.Head(path, content);
            if (head.AsSpan().StartsWith(SourceOpener.Parquet) || SourceOpener.IsZip(head))
            {
                var unpacked = Unpack(path, content);
                content.Dispose();
                content = unpacked;
            }

            var file = SourceOpener.IsZip(head) ? OpenInner(path, content, entry) : opener.Open(path, content, head);
            return file with { Name = $"{file.Name}/{entry}", Layout = file.Layout with { Entry = entry } };
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private SourceFile OpenInner(string path, SourceContent content, string entry)
    {
        using (var archive = ZipContent.Open(content.ReadFrom))
        {
            if (!Workbook.Is(archive))
            {
                ForeignFile.Refuse(archive, path);
                throw new InputException("there is an archive within the archive", path, value: entry, expected: "tables in one archive");
            }
        }

        return opener.OpenSheet(path, content);
    }

    /// <summary>Parquet files and workbooks are not read from start to end, and so must lie in a file of their own.</summary>
    private SourceContent Unpack(string path, SourceContent entry)
    {
        var folder = new SpillFolder(options.Scratch ?? Path.GetTempPath(), "unpacked");
        try
        {
            var target = Path.Combine(folder.Path, "table");
            using (var from = entry.OpenRaw())
            using (var to = new DiskWriter(target, path, options.MaxUnpacked))
            {
                var buffer = new byte[1 << 16];
                while (from.Read(buffer) is > 0 and var read)
                {
                    options.Cancel.ThrowIfCancellationRequested();
                    to.Write(buffer.AsSpan(0, read));
                }
            }

            return new SourceContent(target, held: null) { Unpacked = folder };
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }
}
