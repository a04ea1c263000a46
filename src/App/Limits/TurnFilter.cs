using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Investigator.Limits;

/// <summary>Holds an endpoint's turn while its answer is made, and not while it is sent: then a slow reader keeps nobody waiting. What is made and not yet
/// taken is bounded by <see cref="UnsentAnswers"/>.</summary>
internal sealed class TurnFilter(Turns turns, UnsentAnswers unsent, LimitOptions limits) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var kind = http.GetEndpoint()!.Metadata.GetRequiredMetadata<TakesTurns>().Kind;
        using var turn = await turns.TakeAsync(kind, http.RequestAborted);
        if (!turn.IsAcquired) return new Refused(limits);
        var made = await next(context);
        return made switch
        {
            FileStreamHttpResult spilled => new Sent(unsent, limits, spilled, AnswerPlace.Disk, spilled.FileLength ?? 0, spilled.FileStream),
            FileContentHttpResult held => new Sent(unsent, limits, held, AnswerPlace.Memory, held.FileContents.Length, null),
            _ => made,
        };
    }

    private sealed class Refused(LimitOptions limits) : IResult
    {
        public Task ExecuteAsync(HttpContext http) => Refusal.WriteAsync(http, limits, string.Create(
            CultureInfo.InvariantCulture, $"The server has as much to do as it takes on at once. Try again in {limits.RetryAfterSeconds} seconds."));
    }

    private sealed class Sent(UnsentAnswers unsent, LimitOptions limits, IResult answer, AnswerPlace place, long bytes, Stream? file) : IResult
    {
        public async Task ExecuteAsync(HttpContext http)
        {
            using var begun = unsent.TryBegin(http, place, bytes);
            if (begun is not null)
            {
                await answer.ExecuteAsync(http);
                return;
            }

            if (file is not null) await file.DisposeAsync();
            await new Refused(limits).ExecuteAsync(http);
        }
    }
}
