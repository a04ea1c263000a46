namespace Investigator.Runs;

/// <summary>Tells a full disk from other I/O errors, so that a person reads what to do.</summary>
internal static class FullDisk
{
    // ENOSPC on Unix (28), EDQUOT on Linux (122), ERROR_DISK_FULL (112) and ERROR_HANDLE_DISK_FULL (39) on Windows.
    private static readonly int[] Codes = [28, 122, 112, 39];

    public static bool Is(IOException e) => Codes.Contains(e.HResult & 0xFFFF) || e.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase);

    public static string Message(IOException e) => $"The disk is full ({e.Message.TrimEnd('.')}). Free some space and start again: nothing that was finished is lost.";
}
