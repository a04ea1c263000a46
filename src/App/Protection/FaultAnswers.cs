using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace Investigator.Protection;

/// <summary>What an exception that nobody caught is to the caller, and to the log: an expected one is a line, any other is told in full there and only there.
/// </summary>
internal sealed class FaultAnswers(ILogger<FaultAnswers> log) : IExceptionHandler
{
    private const string Unreadable = "The request broke off, is too large, or cannot be read.";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception fault, CancellationToken cancel)
    {
        if (fault is NotAllowedException refused) await RefusalRecord.WriteAsync(context, refused.Permission);
        var (status, words) = IsUnreadableForm(context.Request, fault) ? (StatusCodes.Status400BadRequest, Unreadable) : Tell(fault);
        if (status is null) log.LogError(fault, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
        else log.Log(Level(status.Value), "{Method} {Path} answered {Status}: {Words}", context.Request.Method, context.Request.Path, status, words);
        await ErrorAnswer.WriteAsync(context, status ?? StatusCodes.Status500InternalServerError, words);
        return true;
    }

    // A form of parts that ends in the middle of one, or is more than a form may be. What the web server says of a request has a status of its own.
    private static bool IsUnreadableForm(HttpRequest request, Exception fault) =>
        request.HasFormContentType && !FullDisk.Is(fault) && fault is (IOException or InvalidDataException) and not BadHttpRequestException;

    private static LogLevel Level(int status) => status >= StatusCodes.Status500InternalServerError ? LogLevel.Warning : LogLevel.Information;

    /// <summary>Status and words of a fault that is to be expected of callers, disks and files; no status for any other.</summary>
    private static (int? Status, string Words) Tell(Exception fault) => fault switch
    {
        BadHttpRequestException e => (e.StatusCode, Unreadable),
        DamagedFileException e => (StatusCodes.Status500InternalServerError, e.Message),
        InputException e => (StatusCodes.Status400BadRequest, e.Message),
        NotAllowedException e => (StatusCodes.Status403Forbidden, e.Message),
        _ when FullDisk.Is(fault) => (StatusCodes.Status507InsufficientStorage, FullDisk.Message(fault)),
        _ when KnownFault.Words(fault) is { } words => (StatusCodes.Status500InternalServerError, words),
        _ => (null, "The server could not do this. Nothing was lost: what is stored stays as it was. Its log has the details."),
    };
}
