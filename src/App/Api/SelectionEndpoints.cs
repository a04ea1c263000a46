using System.Text.Json;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Selections;
using Investigator.Storage.Database;

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
            var shape = await JsonSerializer.DeserializeAsync<SelectionShape>(request.Body, JsonFile.Options, cancel);
            if (shape is null) return ApiProblems.Bad("The selection has no shape.");
            return await create.HandleAsync(actor, run, shape, cancel) is { } made
                ? Results.Json(new SelectionAnswer(made.Id, made.Count), statusCode: made.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK)
                : ApiProblems.Run(run);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Results.Problem($"The shape must take at most {MaxBytes} bytes.", statusCode: e.StatusCode);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return ApiProblems.Bad(
                "The body is not a selection: expected {\"shape\": \"polygon\", \"x\": […], \"y\": […]}, or a box, a cluster or conditions.");
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

    public static async Task<IResult> DeleteAsync(int run, int selection, Actor actor, DeleteSelection delete, CancellationToken cancel) =>
        await delete.HandleAsync(actor, run, selection, cancel) ? Results.NoContent() : ApiProblems.Selection(run, selection);
}
