using System.IO.Compression;
using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Reads what is in a zip archive. Nothing is ever written under a name that an archive gives.</summary>
internal static class ZipContent
{
    public static ZipArchive Open(string readFrom) => new(RegularFile.Open(readFrom, share: FileShare.ReadWrite), ZipArchiveMode.Read);

    /// <summary>The entry's bytes, unpacked; disposing lets go of the archive.</summary>
    public static Stream OpenEntry(string readFrom, string entry)
    {
        var archive = Open(readFrom);
        try
        {
            var found = archive.GetEntry(entry) ?? throw new InputException("the archive has no such file in it", readFrom, value: entry);
            return new ReadStream(found.Open(), also: archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }
}
