using Microsoft.AspNetCore.WebUtilities;

namespace Investigator.Protection;

/// <summary>Words for an error that came as a bare status. A page that is not there and was to be read keeps its own page.</summary>
internal static class StatusWords
{
    public static Task AnswerAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return status == StatusCodes.Status404NotFound && HttpMethods.IsGet(context.Request.Method) && !ErrorAnswer.IsForData(context.Request)
            ? Task.CompletedTask
            : ErrorAnswer.WriteAsync(context, status, Of(status, context));
    }

    private static string Of(int status, HttpContext context) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not possible here: expected {context.Response.Headers.Allow}.",
        StatusCodes.Status400BadRequest => "The request cannot be used.",
        _ => $"The server answered: {ReasonPhrases.GetReasonPhrase(status)}.",
    };
}
