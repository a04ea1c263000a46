using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Identity.Keys;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Account;

public sealed partial class KeysPage
{
    private static readonly (int Days, string Words)[] Ends = [(7, "a week"), (30, "30 days"), (90, "90 days"), (MakeKey.Longest, "a year")];

    private readonly HashSet<Permission> _scopes = [Permission.ViewResults];
    private LoadView<IReadOnlyList<KeyLine>>? _list;
    private string _name = "";
    private int _days = 90;
    private string? _problem;

    // Lives as long as the page in the browser, and nowhere else.
    private string? _made;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private KeyQueries Keys { get; set; } = null!;

    [Inject]
    private MakeKey Make { get; set; } = null!;

    [Inject]
    private RevokeKey Revoke { get; set; } = null!;

    private Task<IReadOnlyList<KeyLine>> LoadAsync(CancellationToken cancel) => Keys.ListAsync(Actor, cancel);

    private void Tick(Permission scope, bool isTicked)
    {
        if (isTicked) _scopes.Add(scope);
        else _scopes.Remove(scope);
    }

    private async Task MakeAsync()
    {
        try
        {
            _made = await Make.HandleAsync(Actor, _name, _scopes, _days);
            (_name, _problem) = ("", null);
        }
        catch (InputException e)
        {
            _problem = e.Message;
        }

        await ReloadAsync();
    }

    private async Task RevokeAsync(int key)
    {
        await Revoke.HandleAsync(Actor, key);
        await ReloadAsync();
    }

    private Task ReloadAsync() => _list?.ReloadAsync() ?? Task.CompletedTask;
}
