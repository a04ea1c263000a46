using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Identity.People;

namespace Investigator.App.Tests.Identity;

/// <summary>Over a store of its own: how many administrators there are is the point.</summary>
public sealed class LastAdministratorTests : PageTest
{
    [Fact]
    public async Task Administrator_WhoIsTheLast_CanNeitherLoseTheRoleNorBeClosed()
    {
        var only = await SignedIn.PersonAsync(Services, Role.Administrator);
        Assert.Contains("only administrator", (await Assert.ThrowsAsync<InputException>(() => TakeAsync(only))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InputException>(() => CloseAsync(only));

        var second = await SignedIn.PersonAsync(Services, Role.Administrator, Role.Supervisor);
        await TakeAsync(only);
        await Assert.ThrowsAsync<InputException>(() => CloseAsync(second));
    }

    [Fact]
    public async Task Administrators_TakenAtOnce_LeaveOne()
    {
        var all = new List<UserEntity>();
        for (var i = 0; i < 4; i++) all.Add(await SignedIn.PersonAsync(Services, Role.Administrator));

        var done = await Task.WhenAll(all.Select(user => Task.Run(async () =>
        {
            try
            {
                await TakeAsync(user);
                return true;
            }
            catch (InputException)
            {
                return false;
            }
        })));

        Assert.Equal(3, done.Count(static d => d));
        var left = await TestAccounts.DoAsync<PersonQueries, IReadOnlyList<PersonLine>>(Services, h => h.ListAsync());
        Assert.Single(left, static p => p.Roles.Contains(Role.Administrator));
    }

    private Task TakeAsync(UserEntity user) =>
        TestAccounts.DoAsync<ChangeRoles>(Services, h => h.HandleAsync(Actor.Local, user.Id, [Role.Supervisor], null));

    private Task CloseAsync(UserEntity user) => TestAccounts.DoAsync<ClosePerson>(Services, h => h.HandleAsync(Actor.Local, user.Id, null));
}
