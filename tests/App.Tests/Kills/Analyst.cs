using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Investigator.Web;

namespace Investigator.App.Tests.Kills;

/// <summary>Draws on the map, deletes what is old, and tags findings.</summary>
internal sealed class Analyst(Uri site, string cookie, KeptWrites kept, Func<int> numbers) : SimulatedPerson(site, cookie, kept, numbers)
{
    private const int Keep = 10;

    protected override async Task StepAsync()
    {
        for (var i = 0; i < 5; i++) await SelectAsync();
        await TagAsync();
    }

    private async Task SelectAsync()
    {
        var edge = 1000 + Next();
        using var answer = await Http.PostAsJsonAsync("/api/runs/1/selections", new { shape = "box", x0 = -edge, x1 = edge, y0 = -edge, y1 = edge });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Kept.Add(Kept.Selections, (await answer.Content.ReadFromJsonAsync<Answer>())!.Id);
        if (Kept.Selections.Count - Kept.DeletedSelections.Count <= Keep) return;
        var old = Kept.Selections.Except(Kept.DeletedSelections).Min();
        Kept.AskedToDelete.Add(old);
        using var deleted = await Http.DeleteAsync(Links.Api.Selection(1, old));
        // Gone already where the line broke before the answer to an earlier try.
        Assert.Contains(deleted.StatusCode, (HttpStatusCode[])[HttpStatusCode.NoContent, HttpStatusCode.NotFound]);
        Kept.Add(Kept.DeletedSelections, old);
    }

    private async Task TagAsync()
    {
        var word = string.Create(CultureInfo.InvariantCulture, $"word {Next()}");
        await using var circuit = await OpenAsync(Links.Finding(1, 0), @"^\+ Tag$");
        await circuit.ClickAsync("+ Tag", "Another word", Patience);
        await circuit.EnterAsync("tag-word", word);
        await circuit.SubmitAsync("fields", $"^Take off the tag {word}$", Patience);
        Kept.Add(Kept.Tags, word);
    }

    private sealed record Answer(int Id);
}
