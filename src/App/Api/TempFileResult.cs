using Investigator.Storage;

namespace Investigator.Api;

/// <summary>An answer written to a file in the data folder's scratch first, so that it may be larger than memory; the file is gone when the answer is
/// sent.</summary>
internal static class TempFileResult
{
    /// <param name="data">Whose scratch it is.</param>
    /// <param name="name">For whoever takes the file away.</param>
    /// <param name="write">Writes the file and says how many rows it has.</param>
    public static async Task<IResult> AnswerAsync(DataFolder data, string name, Func<string, Task<long>> write)
    {
        var path = Path.Combine(data.Scratch, $"answer-{Guid.NewGuid():N}.csv");
        try
        {
            var rows = await write(path);
            var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16,
                FileOptions.DeleteOnClose | FileOptions.Asynchronous | FileOptions.SequentialScan);
            return new CountedAnswer(Results.File(file, "text/csv; charset=utf-8", name), rows);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
