using System.Net;
using Investigator.Access;
using Investigator.Audit;
using Investigator.Identity;
using Investigator.Runs;
using Investigator.Storage.Database;
using Investigator.TestKit.Circuits;
using Investigator.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Rights;

/// <summary>What is taken away from someone is gone at once: from requests, and from pages that stay open, whatever their browser does.</summary>
public sealed class RevocationTests(ServedSample sample) : IClassFixture<ServedSample>
{
    public enum Taken
    {
        Role,
        Session,
        Account,
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(30);

    /// <summary>A program holds the line, ignores that the page is to be loaded anew, clicks on, and comes back with the circuit's id.</summary>
    [Theory]
    [InlineData(Taken.Role)]
    [InlineData(Taken.Session)]
    [InlineData(Taken.Account)]
    public async Task Circuit_OfWhomItWasTakenFrom_DoesNothingMoreAndIsCut(Taken taken)
    {
        var person = await PersonAsync(Role.RiskExpert);
        var cancel = TestContext.Current.CancellationToken;
        using var http = Client(person.Cookie);
        var page = ServedPage.Of(await http.GetStringAsync(Links.Runs, cancel));
        await using var circuit = await CircuitClient.StartAsync(sample.Http.BaseAddress!, Links.Runs, page, cancel, cookie: person.Cookie);
        await circuit.UntilShownAsync("History", () => Task.CompletedTask, Patience);
        await circuit.ClickAsync("Start a run", "Smallest cluster", Patience);
        var before = await RunsAsync();

        await TakeAsync(taken, person);
        await TryAsync(() => circuit.ClickAsync("Start"));
        await TryAsync(() => circuit.SetOutAsync(Links.Datasets));
        await circuit.Ended.WaitAsync(Patience, cancel);

        Assert.Equal(before, await RunsAsync());
        Assert.False(await CircuitClient.TakesUpAsync(sample.Http.BaseAddress!, circuit.Secret, person.Cookie, cancel));
    }

    [Theory]
    [InlineData(Taken.Role, HttpStatusCode.Forbidden)]
    [InlineData(Taken.Session, HttpStatusCode.Unauthorized)]
    [InlineData(Taken.Account, HttpStatusCode.Unauthorized)]
    public async Task Request_OfWhomItWasTakenFrom_IsRefusedAtOnce(Taken taken, HttpStatusCode status)
    {
        var person = await PersonAsync(Role.RiskExpert);
        using var http = Client(person.Cookie);
        var mapping = Links.Api.MappingJson(1);
        using (var answer = await http.GetAsync(mapping)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await TakeAsync(taken, person);

        using var after = await http.GetAsync(mapping);
        Assert.Equal(status, after.StatusCode);
        if (taken == Taken.Role) await RequireRefusalAsync(person, $"address {mapping}", Permission.LoadData);
    }

    /// <summary>The id of a circuit is a secret of its browser; who has come by it, and is someone else, gets nothing by it.</summary>
    [Fact]
    public async Task Circuit_OfSomeoneElse_IsNotTakenUp()
    {
        var (owner, thief) = (await PersonAsync(Role.Administrator), await PersonAsync(Role.Investigator));
        var cancel = TestContext.Current.CancellationToken;
        using var http = Client(owner.Cookie);
        var page = ServedPage.Of(await http.GetStringAsync(Links.Runs, cancel));
        var circuit = await CircuitClient.StartAsync(sample.Http.BaseAddress!, Links.Runs, page, cancel, cookie: owner.Cookie);
        await circuit.UntilShownAsync("History", () => Task.CompletedTask, Patience);
        await circuit.DisposeAsync();

        Assert.False(await CircuitClient.TakesUpAsync(sample.Http.BaseAddress!, circuit.Secret, thief.Cookie, cancel));
        Assert.True(await CircuitClient.TakesUpAsync(sample.Http.BaseAddress!, circuit.Secret, owner.Cookie, cancel));
    }

    /// <summary>What is refused further in than at the address is on record too.</summary>
    [Fact]
    public async Task File_ThatNeedsMoreThanItsAddress_IsRefusedOnRecord()
    {
        var person = await PersonAsync(Role.Investigator);
        using var http = Client(person.Cookie);
        var rules = Links.Api.RunFile(sample.Run, "rules.json");
        using var answer = await http.GetAsync(rules);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        await RequireRefusalAsync(person, $"address {rules}", Permission.ExportRules);
    }

    private async Task<(UserEntity User, string Session, string Cookie)> PersonAsync(Role role)
    {
        var user = await SignedIn.PersonAsync(sample.Services, role);
        await using var scope = sample.Services.CreateAsyncScope();
        var place = new SignInPlace("127.0.0.1", "test");
        var session = await scope.ServiceProvider.GetRequiredService<BeginSession>().HandleAsync(user, SignInWay.Password, place);
        return (user, session, SignedIn.CookieOf(sample.Services, session));
    }

    // The line may be cut by then.
    private static async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (InvalidOperationException)
        {
        }
    }

    private HttpClient Client(string cookie)
    {
        var http = new HttpClient { BaseAddress = sample.Http.BaseAddress };
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        return http;
    }

    private async Task TakeAsync(Taken taken, (UserEntity User, string Session, string Cookie) from)
    {
        await using var scope = sample.Services.CreateAsyncScope();
        switch (taken)
        {
            case Taken.Role:
                await ChangeAsync(from.User.Id, static user => user.Roles = [Role.Investigator]);
                break;
            case Taken.Session:
                Assert.True(await scope.ServiceProvider.GetRequiredService<EndSession>().HandleAsync(Actor.Local, from.Session));
                break;
            case Taken.Account:
                await ChangeAsync(from.User.Id, static user => user.DisabledAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(taken), taken, null);
        }
    }

    private async Task ChangeAsync(string id, Action<UserEntity> change)
    {
        await using (var accounts = sample.Services.GetRequiredService<Accounts>().Open(Actor.Local, Permission.ManagePeople))
        {
            change(await accounts.Context.Users.SingleAsync(u => u.Id == id));
            await accounts.Context.SaveChangesAsync();
        }

        await sample.Services.GetRequiredService<Sessions>().RefreshAsync(id);
    }

    private async Task RequireRefusalAsync((UserEntity User, string Session, string Cookie) person, string subject, Permission needed)
    {
        await using var context = await sample.Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
        var refused = await context.AuditEntries.Where(e => e.Action == AuditAction.Refused && e.ActorId == person.User.Id).ToListAsync();
        var entry = Assert.Single(refused);
        Assert.Equal(subject, $"{entry.Kind} {entry.Key}");
        Assert.Contains($"{needed}", $"{entry.After} {entry.Before} {entry.Details}", StringComparison.Ordinal);
    }

    private async Task<int> RunsAsync()
    {
        await using var context = await sample.Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
        return await context.Runs.CountAsync();
    }
}
