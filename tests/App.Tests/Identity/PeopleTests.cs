using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Identity.People;

namespace Investigator.App.Tests.Identity;

public sealed class PeopleTests(ServedSample sample) : IClassFixture<ServedSample>
{
    [Fact]
    public async Task Roles_Taken_HoldAtOnceForWhoIsSignedIn()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services, Role.RiskExpert);
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        await browser.SignInAsync(user.UserName!, TestAccounts.Password);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await browser.GetAsync("/datasets")).StatusCode);

        await RolesAsync(Actor.Local, user, Role.Supervisor);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await browser.GetAsync("/datasets/add")).StatusCode);
        await RolesAsync(Actor.Local, user);
        Assert.False(await browser.IsInAsync());
        Assert.Equal("/sign-in?problem=role", await browser.SignInAsync(user.UserName!, TestAccounts.Password));
    }

    [Fact]
    public async Task Roles_OfOneself_AreNotChanged()
    {
        var user = await SignedIn.PersonAsync(sample.Services, Role.Administrator);
        await Assert.ThrowsAsync<InputException>(() => RolesAsync(TestAccounts.ActorOf(user), user, Role.Administrator, Role.Supervisor));
        await Assert.ThrowsAsync<InputException>(() => CloseAsync(TestAccounts.ActorOf(user), user));
    }

    [Fact]
    public async Task Roles_ByWhoLooksAfterNobody_AreNotChanged()
    {
        var supervisor = await SignedIn.PersonAsync(sample.Services, Role.Supervisor);
        var other = await SignedIn.PersonAsync(sample.Services, Role.Investigator);
        await Assert.ThrowsAsync<NotAllowedException>(() => RolesAsync(TestAccounts.ActorOf(supervisor), other, Role.Administrator));
        await Assert.ThrowsAsync<NotAllowedException>(() => CloseAsync(TestAccounts.ActorOf(supervisor), other));
    }

    [Fact]
    public async Task Account_Closed_IsOutAndComesBackOnlyOnceOpened()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services, Role.Investigator);
        using var browser = new AccountBrowser(sample.Http.BaseAddress!);
        await browser.SignInAsync(user.UserName!, TestAccounts.Password);

        await CloseAsync(Actor.Local, user);
        Assert.False(await browser.IsInAsync());
        Assert.Equal("/sign-in?problem=wrong", await browser.SignInAsync(user.UserName!, TestAccounts.Password));

        await TestAccounts.DoAsync<ReopenPerson>(sample.Services, h => h.HandleAsync(Actor.Local, user.Id, null));
        Assert.False(await browser.IsInAsync());
        Assert.Equal("/", await browser.SignInAsync(user.UserName!, TestAccounts.Password));
    }

    [Fact]
    public async Task List_SaysWhoIsWhereAndWithWhat()
    {
        var user = await TestAccounts.WithPasswordAsync(sample.Services, Role.Investigator);
        await TestAccounts.EnrolAsync(sample.Services, user);
        await SignedIn.CookieAsync(sample.Services, user);
        var line = (await TestAccounts.DoAsync<PersonQueries, IReadOnlyList<PersonLine>>(sample.Services, h => h.ListAsync())).Single(p => p.Id == user.Id);
        Assert.Equal((user.Name, 1, true, true, 0), (line.Name, line.OpenSessions, line.HasPassword, line.HasAuthenticator, line.Passkeys));
        Assert.NotNull(line.SeenAt);
    }

    private Task RolesAsync(Actor actor, UserEntity user, params Role[] roles) =>
        TestAccounts.DoAsync<ChangeRoles>(sample.Services, h => h.HandleAsync(actor, user.Id, roles, "as the test asks"));

    private Task CloseAsync(Actor actor, UserEntity user) =>
        TestAccounts.DoAsync<ClosePerson>(sample.Services, h => h.HandleAsync(actor, user.Id, null));
}
