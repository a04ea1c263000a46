using Investigator.Access;
using Investigator.Audit;
using Investigator.Identity;
using Investigator.Storage.Database;
using Investigator.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Audit;

/// <summary>What is recorded of people with accounts on a real server.</summary>
public sealed class AccountAuditTests : IClassFixture<ServedSample>
{
    private readonly ServedSample _sample;

    public AccountAuditTests(ServedSample sample) => _sample = sample;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Account_Made_IsRecordedWithoutItsSecretsAndUnderItsOwnKey()
    {
        var user = await MakeAsync("Grace Hopper", "a long and secret pass phrase");

        var entry = (await RawAsync("user", user.Id))[0];
        Assert.DoesNotContain("Grace", entry.After, StringComparison.Ordinal);
        Assert.DoesNotContain(user.PasswordHash!, entry.After, StringComparison.Ordinal);
        Assert.DoesNotContain("Stamp", entry.After, StringComparison.Ordinal);
        var line = (await LinesAsync("user", user.Id))[0];
        Assert.Equal("Grace Hopper", line.Changes.Single(static c => c.Name == "Name").After);
        Assert.Equal(AuditedColumns.NotShown, line.Changes.Single(static c => c.Name == "PasswordHash").After);
        Assert.Contains("Supervisor", line.Changes.Single(static c => c.Name == "Roles").After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_UsedAgain_LeavesNoEntry()
    {
        var user = await MakeAsync("Radia Perlman", "a long and secret pass phrase");
        await SignedIn.CookieAsync(_sample.Services, user);
        await using (var context = await Contexts.OpenAsync(Actor.Machine, Permission.ManagePeople, Cancel))
        {
            var session = await context.Set<SessionEntity>().SingleAsync(s => s.UserId == user.Id, Cancel);
            session.SeenAt = session.SeenAt.AddMinutes(5);
            await context.SaveChangesAsync(Cancel);
        }

        Assert.All(await RawAsync("session", null), static e => Assert.Equal(AuditAction.Added, e.Action));
    }

    [Fact]
    public async Task Erase_OfWhoCameByALink_TakesTheLinksNameToo()
    {
        var link = new OneTimeLinkEntity { Use = LinkUse.Invitation, Hash = [1, 2, 3], Name = "Barbara Liskov" };
        UserEntity user;
        await using (var context = await Contexts.OpenAsync(Actor.Local, Permission.ManagePeople, Cancel))
        {
            context.Add(link);
            await context.SaveChangesAsync(Cancel);
            user = await MakeAsync("Barbara Liskov", "a long and secret pass phrase");
            link.UserId = user.Id;
            await context.SaveChangesAsync(Cancel);
        }

        Assert.Contains(await LinesAsync("one time link", $"{link.Id}"), static l => l.Changes.Any(static c => c.After == "Barbara Liskov"));

        await using var scope = _sample.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ErasePerson>().HandleAsync(Actor.Local, user.Id, "she asked for it", Cancel);

        var lines = await LinesAsync("one time link", $"{link.Id}");
        Assert.Contains(lines, static l => l.Changes.Any(static c => c is { Name: "Name", After: SealedText.ErasedWords }));
        Assert.DoesNotContain(lines, static l => l.Changes.Any(static c => c.After == "Barbara Liskov"));
    }

    [Fact]
    public async Task Downloads_OfASignedInPerson_AreRecordedWithRows()
    {
        var user = await MakeAsync("Edsger Dijkstra", "a long and secret pass phrase");
        using var http = await ClientAsync(user);

        foreach (var link in (string[])[Links.Api.FindingsCsv(_sample.Run), Links.Api.RunFile(_sample.Run, "run.json"), "/api/audit.csv?kind=run"])
        {
            using var answer = await http.GetAsync(new Uri(link, UriKind.Relative), Cancel);
            answer.EnsureSuccessStatusCode();
        }

        await using var scope = _sample.Services.CreateAsyncScope();
        var filter = new AuditFilter { Who = user.Id, Action = AuditAction.Exported };
        var lines = (await scope.ServiceProvider.GetRequiredService<AuditQueries>().PageAsync(filter, null, 10, Cancel)).Lines;
        Assert.Equal(3, lines.Count);
        Assert.StartsWith("audit.csv, kind=run, ", lines[0].Details, StringComparison.Ordinal);
        Assert.Equal("files/run.json", lines[1].Details);
        Assert.Equal(("run", $"{_sample.Run}"), (lines[2].Kind, lines[2].Key));
        Assert.Equal($"findings.csv, {_sample.Prepared.Findings.Count} rows", lines[2].Details);
        Assert.Equal(("Edsger Dijkstra", "127.0.0.1"), (lines[2].ActorName, lines[2].From));
    }

    [Fact]
    public async Task AuditCsv_OfAnInvestigator_IsRefusedAndThatIsRecorded()
    {
        var user = await MakeAsync("Tony Hoare", "a long and secret pass phrase", Role.Investigator);
        using var http = await ClientAsync(user);

        using var answer = await http.GetAsync(new Uri("/api/audit.csv", UriKind.Relative), Cancel);

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(await RawAsync("address", "/api/audit.csv"), e => e.Action == AuditAction.Refused && e.ActorId == user.Id);
    }

    private IDbContextFactory<InvestigatorContext> Contexts => _sample.Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>();

    private async Task<UserEntity> MakeAsync(string name, string password, params Role[] roles)
    {
        await using var scope = _sample.Services.GetRequiredService<Accounts>().Open(Actor.Local, Permission.ManagePeople);
        var user = new UserEntity
        {
            UserName = Guid.NewGuid().ToString("N"),
            Name = name,
            Roles = [.. roles.Length == 0 ? Enum.GetValues<Role>() : roles],
        };
        Assert.True((await scope.Users.CreateAsync(user, password)).Succeeded);
        return user;
    }

    private async Task<HttpClient> ClientAsync(UserEntity user)
    {
        var http = new HttpClient { BaseAddress = _sample.Http.BaseAddress };
        http.DefaultRequestHeaders.Add("Cookie", await SignedIn.CookieAsync(_sample.Services, user));
        return http;
    }

    private async Task<List<AuditEntryEntity>> RawAsync(string kind, string? key)
    {
        await using var context = await Contexts.CreateDbContextAsync(Cancel);
        return await context.AuditEntries.AsNoTracking().Where(e => e.Kind == kind && (key == null || e.Key == key)).OrderBy(e => e.Id).ToListAsync(Cancel);
    }

    private async Task<IReadOnlyList<AuditLine>> LinesAsync(string kind, string key)
    {
        await using var scope = _sample.Services.CreateAsyncScope();
        var filter = new AuditFilter { Kind = kind, Key = key };
        var lines = (await scope.ServiceProvider.GetRequiredService<AuditQueries>().PageAsync(filter, null, 10, Cancel)).Lines;
        return [.. lines.Reverse()];
    }
}
