using Investigator.Access;
using Investigator.Approvals;
using Investigator.Identity;
using Investigator.Settings;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Approvals;

/// <summary>Requests between several people, at a time that the test moves on.</summary>
public abstract class ApprovalTest : PageTest
{
    /// <summary>People with an account.</summary>
    private static (Actor Actor, Role Role)[] Accounts =>
        [(Anna, Role.Supervisor), (Boris, Role.Administrator), (Carla, Role.Supervisor), (Dana, Role.Supervisor), (Ines, Role.Investigator)];

    protected ApprovalTest() => Services.AddSingleton<TimeProvider>(Clock).AddScoped(_ => Reader);

    protected static Actor Anna { get; } = Person("anna", Role.Supervisor);

    protected static Actor Boris { get; } = Person("boris", Role.Administrator);

    protected static Actor Carla { get; } = Person("carla", Role.Supervisor);

    protected static Actor Dana { get; } = Person("dana", Role.Supervisor);

    protected static Actor Ines { get; } = Person("ines", Role.Investigator);

    /// <summary>Less is risky than by the settings that come with the app.</summary>
    protected static PolicySettings Stricter { get; } = new() { RiskyLowerBound = 0.3 };

    /// <summary>Whose pages are opened.</summary>
    protected Actor Reader { get; set; } = Boris;

    protected HandClock Clock { get; } = new();

    protected DateTime Now => Clock.Now.UtcDateTime;

    protected CurrentSettings Current => Get<CurrentSettings>();

    protected static Actor Person(string id, params Role[] roles) => new(id, id, ActorKind.Person) { Rights = AccessPolicy.Of(roles), From = "192.0.2.1" };

    protected T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    protected async Task<int> AskAsync(Actor actor, PolicySettings? then = null) =>
        await Get<AskForSettings>().HandleAsync(actor, (await Current.GetAsync()).Number, then ?? Stricter, "too many false alarms");

    protected Task ApproveAsync(Actor actor, int id, string? reason = null) => Get<ApproveRequest>().HandleAsync(actor, id, reason);

    protected Task RejectAsync(Actor actor, int id, string reason = "not now") => Get<RejectRequest>().HandleAsync(actor, id, reason);

    protected Task<int> HandOnAsync(Actor from, Actor to, int days = 7) => Get<HandOnRight>().HandleAsync(from, to.Id, Now.AddDays(days), "on leave");

    protected Task<ApprovalInbox> InboxAsync(Actor actor, ApprovalState? state = null) => Get<ApprovalQueries>().InboxAsync(actor, state, 50);

    /// <summary>As it is stored.</summary>
    protected async Task<ApprovalEntity> RowAsync(int id)
    {
        await using var context = await Get<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
        return await context.Approvals.AsNoTracking().SingleAsync(a => a.Id == id);
    }

    /// <summary>Changes someone's account.</summary>
    protected async Task ChangeAsync(Actor person, Action<UserEntity> change)
    {
        await using var context = await Get<IDbContextFactory<InvestigatorContext>>().OpenAsync(Actor.Local, Permission.ManagePeople);
        change(await context.Users.SingleAsync(u => u.Id == person.Id));
        await context.SaveChangesAsync();
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var context = await Get<IDbContextFactory<InvestigatorContext>>().OpenAsync(Actor.Local, Permission.ManagePeople);
        context.Users.AddRange(Accounts.Select(static a => new UserEntity { Id = a.Actor.Id, UserName = a.Actor.Id, Name = a.Actor.Name, Roles = [a.Role] }));
        await context.SaveChangesAsync();
    }
}
