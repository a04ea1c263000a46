using System.ComponentModel;

namespace Investigator.Engine.Integrity;

/// <summary>A file that is there and cannot be read: its disk fails, this user may not, too many are open. Whether it is damaged cannot be said.</summary>
internal static class UnreadableFile
{
    public static bool Is(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>As it follows a file's name. The system's word for it, without the path: where the data folder lies is not for every page to tell.</summary>
    public static string Words(Exception e) =>
        $"the file cannot be read ({(e is UnauthorizedAccessException ? "this user may not" : new Win32Exception(e.HResult & 0xFFFF).Message)})";
}
