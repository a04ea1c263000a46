using System.Globalization;
using System.Net;
using Investigator.Access;
using Investigator.Approvals;
using Investigator.Audit;
using Investigator.Composition;
using Investigator.Datasets;
using Investigator.Identity;
using Investigator.Runs;
using Investigator.Selections;
using Investigator.Settings;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.Tags;
using Investigator.TestKit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Kills;

/// <summary>A server that is killed again and again while people sign in, load, run, select, tag, ask and approve keeps all that it said was done.</summary>
public sealed class KilledPeopleTests : IDisposable
{
    private const string Password = "a long enough sentence";

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private readonly KeptWrites _kept = new();
    private int _number;

    private string Data => _folder.File("demo");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Server_KilledWhilePeopleWork_KeepsWhateverItSaidWasDone()
    {
        using (var demo = AppProcess.Start("demo", "--no-serve", "--transactions", "600", "--data", _folder.Path))
        {
            Assert.True(await demo.ExitAsync(Long) == 0, demo.Output);
        }

        var (plan, people) = (new KillPlan(seed: 41, sixtieths: 60, usual: 20), await PeopleAsync());
        for (var kill = 0; kill < plan.Count; kill++) await LiveAsync(plan, people, waits: kill % 2 == 0);

        await CheckServedAsync();
        await CheckStoreAsync();
        var verdict = AuditVerification.Of(Data, TestContext.Current.CancellationToken);
        Assert.True(verdict.Holds, string.Join('\n', verdict.Problems));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{plan.Count} kills; acknowledged and kept: {_kept}; {verdict.Entries} entries of the audit hold"));
    }

    /// <summary>From a start to a kill.</summary>
    /// <param name="plan">When.</param>
    /// <param name="people">Who works.</param>
    /// <param name="waits">Whether something is acknowledged first; otherwise the kill may come before.</param>
    private async Task LiveAsync(KillPlan plan, People people, bool waits)
    {
        var site = new Uri(AppProcess.FreeUrl() + "/");
        using var served = await ServeAsync(site);
        _kept.BeginLife();
        var killed = false;
        SimulatedPerson[] working =
        [
            new Analyst(site, people.Analyst, _kept, Next), new Expert(site, people.Expert, _kept, Next, people.Account),
            new TwoDeciders(site, people.Supervisor, people.Administrator, _kept, Next),
        ];
        var work = Task.WhenAll(working.Select(person => person.WorkAsync(() => Volatile.Read(ref killed))));
        if (waits) await Task.WhenAny(_kept.First.Task.WaitAsync(Long), work);
        if (work.IsFaulted) await work;
        var after = plan.Next(TimeSpan.FromSeconds(1));
        await Task.WhenAny(work, Task.Delay(after));
        Volatile.Write(ref killed, true);
        await served.KillAsync();
        await work;
        foreach (var person in working) person.Dispose();
    }

    private int Next() => Interlocked.Increment(ref _number);

    private async Task<AppProcess> ServeAsync(Uri site)
    {
        var served = AppProcess.Start("serve", "--data", Data, "--url", site.GetLeftPart(UriPartial.Authority));
        Assert.True(await served.SeesAsync(static line => line.StartsWith("Investigator serves", StringComparison.Ordinal), Start), served.Output);
        return served;
    }

    /// <summary>Makes the accounts before the server is there; the keys that seal the cookies are in the data folder.</summary>
    private async Task<People> PeopleAsync()
    {
        using var data = DataFolder.Open(Data);
        await using var app = await WebServer.BuildAsync(data, AppProcess.FreeUrl());
        var expert = await SignedIn.PersonAsync(app.Services, Role.RiskExpert);
        await using (var scope = app.Services.GetRequiredService<Accounts>().Open(Actor.Local, Permission.ManagePeople))
        {
            var added = await scope.Users.AddPasswordAsync((await scope.FindAsync(expert.Id))!, Password);
            Assert.True(added.Succeeded, string.Join(' ', added.Errors.Select(static e => e.Description)));
        }

        var cookie = await SignedIn.CookieAsync(app.Services, expert);
        return new People(
            await SignedIn.CookieAsync(app.Services, Role.Investigator), cookie, await SignedIn.CookieAsync(app.Services, Role.Supervisor),
            await SignedIn.CookieAsync(app.Services, Role.Administrator),
            new ExpertAccount(expert.UserName!, Password, cookie.Split('=')[0], data.Imports));
    }

    /// <summary>Whoever was let in still is, whoever signed out is not.</summary>
    private async Task CheckServedAsync()
    {
        var site = new Uri(AppProcess.FreeUrl() + "/");
        using var served = await ServeAsync(site);
        foreach (var session in _kept.SignIns)
        {
            using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = site };
            http.DefaultRequestHeaders.Add("Cookie", session);
            using var answer = await http.GetAsync("/api/runs/1/points/0");
            if (_kept.SignOuts.Contains(session)) Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            else if (!_kept.AskedToSignOut.Contains(session)) Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        served.Interrupt();
        Assert.Equal(0, await served.ExitAsync(Long));
    }

    private async Task CheckStoreAsync()
    {
        await using var store = new InvestigatorContext(new DbContextOptionsBuilder<InvestigatorContext>()
            .UseSqlite($"Data Source={Path.Combine(Data, "investigator.db")};Pooling=False").Options);
        const string check = "SELECT integrity_check AS Value FROM pragma_integrity_check";
        Assert.Equal("ok", Assert.Single(await store.Database.SqlQueryRaw<string>(check).ToListAsync()));
        var selections = await store.Selections.Select(s => s.Id).ToListAsync();
        Assert.Empty(_kept.Selections.Except(_kept.AskedToDelete).Except(selections));
        Assert.Empty(_kept.DeletedSelections.Intersect(selections));
        Assert.Empty(_kept.Tags.Except(await store.Taggings.Where(t => t.RemovedAt == null).Select(t => t.Tag!.Word).ToListAsync()));
        Assert.Empty(_kept.Datasets.Except(await store.Datasets.Select(d => d.Name).ToListAsync()));
        Assert.Empty(_kept.Runs.Except(await store.Runs.Select(r => r.Id).ToListAsync()));
        var requests = await store.Approvals.ToDictionaryAsync(a => a.Reason, a => a.State);
        Assert.Empty(_kept.Requests.Except(requests.Keys));
        Assert.All(_kept.Approved, reason => Assert.Equal(ApprovalState.Approved, requests[reason]));
        Assert.All(_kept.Rejected, reason => Assert.Equal(ApprovalState.Rejected, requests[reason]));
        Assert.Equal(requests.Count(static r => r.Value == ApprovalState.Approved), await store.PolicySettings.CountAsync());
        Assert.True(_kept.Count > 0, "nothing was acknowledged");
    }

    /// <summary>The Cookie headers of those who work.</summary>
    private sealed record People(string Analyst, string Expert, string Supervisor, string Administrator, ExpertAccount Account);
}
