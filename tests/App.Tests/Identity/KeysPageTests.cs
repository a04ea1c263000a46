using Bunit;
using Investigator.Access;
using Investigator.Identity;
using Investigator.Web.Pages.Account;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Identity;

public sealed class KeysPageTests : PageTest
{
    // Asked anew each time: tests sign in as one and then as another.
    public KeysPageTests() => Services.AddTransient(static all => all.GetRequiredService<CurrentActor>().Actor);

    [Fact]
    public async Task Key_Made_IsShownOnceAndListedByItsBeginning()
    {
        await SignInAsync(Role.RiskExpert);
        var page = Open<KeysPage>("/account/keys");
        page.WaitForElement(".key-form");
        Assert.DoesNotContain("see personal values</label>", page.Markup, StringComparison.Ordinal); // not a risk expert's
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
        page.Find(".key-name").Input("nightly report");
        page.Find("input[value=Export]").Change(true);
        page.Find(".key-form").Submit();
        var secret = page.WaitForElement("code.secret").TextContent.Split(' ')[^1];
        Assert.StartsWith("inv_", secret, StringComparison.Ordinal);
        var row = page.WaitForElement("table.keys tbody tr").TextContent;
        Assert.Contains("nightly report", row, StringComparison.Ordinal);
        Assert.Contains(secret[..12], row, StringComparison.Ordinal);
        Assert.Contains("see results, personal values masked, download payments", row, StringComparison.Ordinal);

        var again = Open<KeysPage>("/account/keys");
        again.WaitForElement("table.keys");
        Assert.DoesNotContain(secret, again.Markup, StringComparison.Ordinal);
        again.Find("button[aria-label='Revoke the key for nightly report']").Click();
        again.WaitForAssertion(() => Assert.Contains("revoked", again.Find("table.keys tbody").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_OfOthers_AreSeenByWhoLooksAfterPeopleAlone()
    {
        await SignInAsync(Role.RiskExpert);
        var page = Open<KeysPage>("/account/keys");
        page.WaitForElement(".key-name").Input("nightly report");
        page.Find(".key-form").Submit();
        page.WaitForElement("code.secret");
        await SignInAsync(Role.RiskExpert);
        var other = Open<KeysPage>("/account/keys");
        other.WaitForAssertion(() => Assert.Contains("There is no key yet", other.Markup, StringComparison.Ordinal));
        await SignInAsync(Role.Administrator);
        var administrators = Open<KeysPage>("/account/keys");
        Assert.Contains("nightly report of person", administrators.WaitForElement("table.keys tbody td").TextContent, StringComparison.Ordinal);
    }

    private async Task SignInAsync(Role role)
    {
        var user = await SignedIn.PersonAsync(Services, role);
        var actor = new Actor(user.Id, user.Name, ActorKind.Person) { Rights = AccessPolicy.Of(user.Roles) };
        Services.GetRequiredService<CurrentActor>().Set(actor);
    }
}
