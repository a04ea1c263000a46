using System.Security.Cryptography;
using Investigator.TestKit;
using Microsoft.Playwright;

namespace Investigator.Browser.Tests;

/// <summary>A server that is killed while someone uploads, loads and runs in the browser: what the page said was done is there after the next start.</summary>
[Collection(DemoCollection.Name)]
public sealed class KilledServerTests(DemoApp app) : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    /// <summary>What is promised of every start, after a kill too.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(15);

    private readonly TempFolder _folder = new();

    /// <summary>Files that the page has shown as uploaded.</summary>
    private readonly HashSet<string> _given = [];

    /// <summary>What the page has shown as done, in this order.</summary>
    private enum Told
    {
        Nothing,
        Loaded,
        Started,
        Finished,
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task UploadLoadAndRun_ServerKilledAtAnyMoment_GoOnToTheSameResults()
    {
        using (var generate = AppProcess.Start("generate", "--transactions", "600", "--format", "csv", "--out", _folder.File("shop")))
        {
            Assert.Equal(0, await generate.ExitAsync(Long));
        }

        var plan = new KillPlan(seed: 31, sixtieths: 16);
        await LiveAsync("calm", plan, kills: 0);
        var expected = Results("calm");
        for (var (left, life) = (plan.Count, 0); left > 0; life++)
        {
            left -= await LiveAsync($"stormy-{life}", plan, left);
            Assert.Equal(expected, Results($"stormy-{life}"));
        }
    }

    /// <summary>From an empty folder to a finished run, through at most so many kills.</summary>
    /// <returns>How many there were.</returns>
    private async Task<int> LiveAsync(string name, KillPlan plan, int kills)
    {
        var (told, killed) = (Told.Nothing, 0);
        string? cookie = null;
        _given.Clear();
        while (told < Told.Finished)
        {
            var url = AppProcess.FreeUrl();
            using var served = AppProcess.Start("serve", "--data", _folder.File(name), "--url", url);
            Assert.True(await served.SeesAsync(line => line.StartsWith("Investigator serves", StringComparison.Ordinal), Start), served.Output);
            if (cookie is null) cookie = await SignInLink.OpenAsync(served, Start);
            app.SignIn(url, cookie);
            var page = await app.OpenAsync("/", from: url);
            var work = WorkAsync(page, url, told, step => told = step);
            if (killed < kills)
            {
                await Task.WhenAny(work, Task.Delay(plan.Next(TimeSpan.FromSeconds(10))));
                await served.KillAsync();
                killed++;
                await page.Context.CloseAsync();
                await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                CheckUploads(name);
            }
            else
            {
                await work;
                await page.Context.CloseAsync();
            }
        }

        return killed;
    }

    /// <summary>What was uploaded lies there whole until a dataset holds it.</summary>
    private void CheckUploads(string name)
    {
        if (Directory.GetDirectories(_folder.File($"{name}/datasets")).Any(static d => !Path.GetFileName(d).StartsWith('.'))) return;
        foreach (var file in _given)
        {
            var sent = File.ReadAllBytes(Path.Combine(_folder.File("shop"), file));
            var kept = Directory.GetFiles(_folder.File($"{name}/uploads"), file, SearchOption.AllDirectories);
            Assert.True(Array.Exists(kept, path => File.ReadAllBytes(path).AsSpan().SequenceEqual(sent)), $"{file} was uploaded and is not there in full");
        }
    }

    private async Task WorkAsync(IPage page, string url, Told told, Action<Told> tell)
    {
        if (told == Told.Nothing)
        {
            await page.GotoAsync(url + "/datasets/add");
            var wizard = new Wizard(page);
            foreach (var (part, file) in ((string, string)[])[(Wizard.Transactions, "transactions.csv"), (Wizard.Events, "events.csv")])
            {
                await wizard.GiveAsync(part, Path.Combine(_folder.File("shop"), file));
                _given.Add(file);
            }

            await wizard.NextAsync();
            await wizard.LoadAsync();
            tell(Told.Loaded);
        }

        if (told < Told.Started)
        {
            await page.GotoAsync(url + "/runs?start=1");
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "#1", Exact = true }).First).ToBeVisibleAsync();
            tell(Told.Started);
        }

        await page.GotoAsync(url + "/runs/1");
        await Assertions.Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Findings", Exact = true }))
            .ToBeVisibleAsync(new() { Timeout = 180_000 });
        tell(Told.Finished);
    }

    /// <summary>What people read of the first run, by content.</summary>
    private SortedDictionary<string, string> Results(string name)
    {
        var run = Directory.GetDirectories(_folder.File($"{name}/runs")).Where(d => !Path.GetFileName(d).StartsWith('.'))
            .Order(StringComparer.Ordinal).First();
        string[] read = ["findings.json", "clusters.json", "rules.json", "narratives.md", "members.parquet"];
        return new SortedDictionary<string, string>(read.ToDictionary(
            file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(run, file))))), StringComparer.Ordinal);
    }
}
