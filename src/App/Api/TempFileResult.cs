using Investigator.Storage;

namespace Investigator.Api;

/// <summary>An answer written to a file in the data folder's scratch first, so that it may be larger than memory; the file is gone when the answer is
/// sent.</summary>
internal static class TempFileResult
{
    public static async Task<IResult> AnswerAsync(DataFolder data, string name, Func<string, Task> write)
    {
        var path = Path.Combine(data.Scratch, $"answer-{Guid.NewGuid():N}.csv");
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
