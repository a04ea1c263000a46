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

    /// <summary>A start takes two or three seconds; this is what is promised of one after a kill.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(15);

    /// <summary>So many selections stay while others come and go.</summary>
    private const int Keep = 20;

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

        var (written, cookie) = (new Acknowledged(), "");
        for (var kill = 0; kill < plan.Count; kill++)
        {
            var url = AppProcess.FreeUrl();
            using var served = AppProcess.Start("serve", "--data", data, "--url", url);
            Assert.True(await served.SeesAsync(line => line.StartsWith("Investigator serves", StringComparison.Ordinal), Start), served.Output);
            // Signed in once: the cookie is good for the next process too.
            if (kill == 0) cookie = await SignInLink.OpenAsync(served, Start);
            var first = new TaskCompletionSource();
            var writing = WriteAsync(url, cookie, written, first);
            if (kill % 2 == 0) await first.Task.WaitAsync(Long); // every other kill may come before the first answer
            await plan.KillAsync(served, TimeSpan.FromSeconds(2));
            await writing;
        }

        using (var last = AppProcess.Start("serve", "--data", data, "--url", AppProcess.FreeUrl()))
        {
            Assert.True(await last.SeesAsync(line => line.StartsWith("Investigator serves", StringComparison.Ordinal), Start), last.Output);
            await last.KillAsync();
        }

        await using var store = new InvestigatorContext(
            new DbContextOptionsBuilder<InvestigatorContext>().UseSqlite($"Data Source={Path.Combine(data, "investigator.db")};Pooling=False").Options);
        var kept = await store.Selections.Select(s => s.Id).ToListAsync();
        Assert.NotEmpty(written.Kept);
        Assert.Empty(written.Kept.Except(kept));
        Assert.Empty(written.Deleted.Intersect(kept));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Count} kills; {written.All.Count} acknowledged selections, {written.Deleted.Count} of them deleted again: nothing lost, nothing back"));
    }

    /// <summary>Draws boxes one after the other, never the same one twice, and deletes older ones, until the server is gone.</summary>
    private static async Task WriteAsync(string url, string cookie, Acknowledged written, TaskCompletionSource first)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        try
        {
            while (true)
            {
                var edge = 1000 + ++written.Drawn;
                using var answer = await http.PostAsJsonAsync("/api/runs/1/selections", new { shape = "box", x0 = -edge, x1 = edge, y0 = -edge, y1 = edge });
                Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
                var made = (await answer.Content.ReadFromJsonAsync<Answer>())!.Id;
                Assert.True(written.All.Add(made), $"Selection {made} was given twice.");
                written.Kept.Enqueue(made);
                first.TrySetResult();
                if (written.Kept.Count <= Keep) continue;
                var old = written.Kept.Dequeue(); // deleted or not, once it is asked for: only the answer says
                using var deleted = await http.DeleteAsync($"/api/runs/1/selections/{old}");
                Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
                written.Deleted.Add(old);
            }
        }
        catch (HttpRequestException)
        {
            // Killed: what was not answered was not acknowledged.
        }
    }

    /// <summary>What the server said was done.</summary>
    private sealed class Acknowledged
    {
        /// <summary>Boxes that were asked for.</summary>
        public int Drawn { get; set; }

        public HashSet<int> All { get; } = [];

        public Queue<int> Kept { get; } = [];

        public List<int> Deleted { get; } = [];
    }

    private sealed record Answer(int Id, int Count);
}
