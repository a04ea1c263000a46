using System.IO.Compression;

namespace Investigator.App.Tests.Formats;

/// <summary>What a former version left, unpacked; the README beside the archives tells how they were made.</summary>
internal static class FrozenFolder
{
    /// <param name="format">Folder of the format: the last commit that wrote it.</param>
    /// <param name="name">run or data.</param>
    /// <param name="target">A folder that is not there yet.</param>
    public static string Unpack(string format, string name, string target)
    {
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "Formats", format, name + ".zip"), target);
        return target;
    }
}
