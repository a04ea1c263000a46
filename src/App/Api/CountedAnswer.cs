namespace Investigator.Api;

/// <summary>A file to take away, and how many rows it holds.</summary>
/// <param name="Answer">The file.</param>
/// <param name="Rows">Without the header.</param>
internal sealed record CountedAnswer(IResult Answer, long Rows) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Answer.ExecuteAsync(httpContext);
}
