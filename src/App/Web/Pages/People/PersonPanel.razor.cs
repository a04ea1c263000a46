using Investigator.Access;
using Investigator.Identity;
using Investigator.Identity.People;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.People;

/// <summary>One person's account, and what who looks after people may do with it.</summary>
public sealed partial class PersonPanel
{
    private readonly HashSet<Role> _roles = [];
    private string? _reason;
    private string? _done;
    private string? _secret;
    private DateTime _until;

    [Parameter, EditorRequired]
    public PersonLine Person { get; set; } = null!;

    [Inject]
    private ChangeRoles Roles { get; set; } = null!;

    [Inject]
    private ClosePerson Close { get; set; } = null!;

    [Inject]
    private ReopenPerson Reopen { get; set; } = null!;

    [Inject]
    private EndSession End { get; set; } = null!;

    [Inject]
    private MakeRecoveryLink Recovery { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private string Ways => Person switch
    {
        { IsDemo: true } => "the demo's link",
        { HasPassword: true, HasAuthenticator: true } => "password and code" + AndPasskeys,
        { HasPassword: true } => "password" + AndPasskeys,
        { Passkeys: > 0 } => "passkey",
        _ => "no password and no passkey yet",
    };

    private string AndPasskeys => Person.Passkeys > 0 ? ", or a passkey" : "";

    protected override void OnInitialized() => _roles.UnionWith(Person.Roles);

    private Task SaveRolesAsync() => ActAsync(
        cancel => Roles.HandleAsync(Actor, Person.Id, _roles, _reason, cancel), "The roles hold from now on; pages that are open load anew.");

    private Task EndAsync() => ActAsync(cancel => End.AllAsync(Actor, Person.Id, cancel: cancel), "Signed out everywhere.");

    private Task CloseAsync() => ActAsync(cancel => Close.HandleAsync(Actor, Person.Id, _reason, cancel), "The account is closed.");

    private Task ReopenAsync() => ActAsync(cancel => Reopen.HandleAsync(Actor, Person.Id, _reason, cancel), "The account is open again.");

    private Task RecoverAsync() => ActAsync(
        async cancel =>
        {
            _secret = await Recovery.HandleAsync(Actor, Person.Id, cancel);
            _until = Clock.GetUtcNow().UtcDateTime + SessionLimits.Link;
        },
        null);

    private async Task ActAsync(Func<CancellationToken, Task> act, string? done)
    {
        (_done, _secret) = (null, null);
        if (await DoAsync(act)) (_done, _reason) = (done, null);
    }
}
