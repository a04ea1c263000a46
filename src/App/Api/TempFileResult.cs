namespace Investigator.Api;

/// <summary>An answer written to a scratch file first, so that it may be larger than memory; the file is gone when the answer is sent.</summary>
internal static class TempFileResult
{
    public static async Task<IResult> AnswerAsync(string name, Func<string, Task> write)
    {
        var path = Path.Combine(Path.GetTempPath(), $"investigator-{Guid.NewGuid():N}.csv");
        try
        {
            await write(path);
            return Results.File(
                new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16,
                FileOptions.DeleteOnClose | FileOptions.Asynchronous | FileOptions.SequentialScan), "text/csv; charset=utf-8", name);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
