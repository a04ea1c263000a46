namespace Investigator.Protection;

/// <summary>How an error is told: problem+json to whoever asked for data, whatever it accepts, else a page of a few words. Never a stack trace.</summary>
internal static class ErrorAnswer
{
    private static readonly PathString Data = "/api";

    public static bool IsForData(HttpRequest request) => request.Path.StartsWithSegments(Data);

    /// <summary>To a program or to a person, as fits the address.</summary>
    public static Task WriteAsync(HttpContext context, int status, string words) =>
        IsForData(context.Request) ? ProblemAsync(context, status, words) : CalmPage.WriteAsync(context, status, words);

    /// <summary>For those who are not let in: the sentence and nothing else.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string words)
    {
        if (IsForData(context.Request)) return ProblemAsync(context, status, words);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(words, context.RequestAborted);
    }

    private static Task ProblemAsync(HttpContext context, int status, string words) => Results.Problem(words, statusCode: status).ExecuteAsync(context);
}
