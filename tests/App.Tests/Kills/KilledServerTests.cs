using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Investigator.Selections;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.EntityFrameworkCore;

namespace Investigator.App.Tests.Kills;

/// <summary>A server that is killed while people write keeps all that it said was written.</summary>
public sealed class KilledServerTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Selections_ServerKilledAtAnyMoment_KeepsEachThatWasAcknowledged()
    {
        var (plan, data) = (new KillPlan(seed: 21, sixtieths: 8), _folder.File("demo"));
        using (var demo = AppProcess.Start("demo", "--no-serve", "--transactions", "600", "--data", _folder.Path))
        {
            Assert.True(await demo.ExitAsync(Long) == 0, demo.Output);
        }

        var acknowledged = new List<int>();
        for (var kill = 0; kill < plan.Count; kill++)
        {
            var url = AppProcess.FreeUrl();
            using var served = AppProcess.Start("serve", "--data", data, "--url", url);
            Assert.True(await served.SeesAsync(line => line.StartsWith("Investigator serves", StringComparison.Ordinal), Long), served.Output);
            var first = new TaskCompletionSource();
            var writing = WriteAsync(url, acknowledged, first);
            if (kill % 2 == 0) await first.Task.WaitAsync(Long); // every other kill may come before the first answer
            await plan.KillAsync(served, TimeSpan.FromSeconds(2));
            await writing;
        }

        using (var last = AppProcess.Start("serve", "--data", data, "--url", AppProcess.FreeUrl()))
        {
            Assert.True(await last.SeesAsync(line => line.StartsWith("Investigator serves", StringComparison.Ordinal), Long), last.Output);
            await last.KillAsync();
        }

        await using var store = new InvestigatorContext(
            new DbContextOptionsBuilder<InvestigatorContext>().UseSqlite($"Data Source={Path.Combine(data, "investigator.db")};Pooling=False").Options);
        Assert.NotEmpty(acknowledged);
        Assert.Empty(acknowledged.Except(await store.Selections.Select(s => s.Id).ToListAsync()));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{plan.Count} kills, {acknowledged.Count} acknowledged selections, none lost"));
    }

    /// <summary>Draws boxes one after the other until the server is gone.</summary>
    private static async Task WriteAsync(string url, List<int> acknowledged, TaskCompletionSource first)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        try
        {
            while (true)
            {
                using var answer = await http.PostAsJsonAsync("/api/runs/1/selections", new { shape = "cluster", cluster = -1 });
                Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
                acknowledged.Add((await answer.Content.ReadFromJsonAsync<Answer>())!.Id);
                first.TrySetResult();
            }
        }
        catch (HttpRequestException)
        {
            // Killed: what was not answered was not acknowledged.
        }
    }

    private sealed record Answer(int Id, int Count);
}
