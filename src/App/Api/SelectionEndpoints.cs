using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Selections;

namespace Investigator.Api;

/// <summary>What a selection is called and holds.</summary>
internal sealed record SelectionAnswer(int Id, int Count);

internal static class SelectionEndpoints
{
    /// <summary>Room for a lasso of <see cref="ShapeResolver.MaxCorners"/> corners.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>201 for a new selection; 200 for one that the same person drew before; 409 when the run's selections keep as much as they may.</summary>
    public static async Task<IResult> CreateAsync(int run, HttpRequest request, Actor actor, CreateSelection create, CancellationToken cancel)
    {
        if (!request.HasJsonContentType()) return Results.Problem("The shape must come as JSON.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        try
        {
            var shape = await ReadAsync(request, cancel);
            return await create.HandleAsync(actor, run, shape, cancel) is { } made
                ? Results.Json(new SelectionAnswer(made.Id, made.Count), statusCode: made.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK)
                : ApiProblems.Run(run);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Results.Problem($"The shape must take at most {MaxBytes} bytes.", statusCode: e.StatusCode);
        }
        catch (SelectionRoomException e)
        {
            return ApiProblems.Full(e.Message);
        }
        catch (InputException e) when (e is not DamagedFileException)
        {
            return ApiProblems.Bad(e.Message);
        }
    }

    private static async Task<SelectionShape> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return await JsonFile.ReadSentAsync<SelectionShape>(request.Body, cancel);
        }
        catch (InputException e)
        {
            throw new InputException(
                $"the body is not a selection: {e.Problem}",
                expected: e.Expected ?? "{\"shape\": \"polygon\", \"x\": […], \"y\": […]}, or a box (x0, x1, y0, y1), a finding, a cluster or conditions");
        }
    }

    public static async Task<IResult> DeleteAsync(int run, int selection, Actor actor, DeleteSelection delete, CancellationToken cancel) =>
        await delete.HandleAsync(actor, run, selection, cancel) ? Results.NoContent() : ApiProblems.Selection(run, selection);
}
