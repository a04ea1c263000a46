using Bunit;
using Investigator.Access;
using Investigator.Identity;
using Investigator.Identity.People;
using Investigator.Web.Pages.People;

namespace Investigator.App.Tests.Identity;

public sealed class PeoplePageTests : PageTest
{
    [Fact]
    public async Task Invite_WithNameAndRole_ShowsTheLinkOnceAndListsItUntilWithdrawn()
    {
        var page = Open<PeoplePage>("/people");
        page.WaitForElement("input.invited-name");
        await page.Find("input.invited-name").ChangeAsync("Grace");
        await page.Find("section[aria-labelledby=invite] form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("at least one role", page.Find("section[aria-labelledby=invite] .problem").TextContent));

        await page.Find("section[aria-labelledby=invite] input[type=checkbox]").ChangeAsync(true);
        await page.Find("section[aria-labelledby=invite] form").SubmitAsync();
        page.WaitForAssertion(
            () => Assert.StartsWith("http://localhost/invitation?token=", page.Find(".link-once code").TextContent, StringComparison.Ordinal));
        var secret = page.Find(".link-once code").TextContent.Split('=')[1];
        page.WaitForAssertion(() => Assert.Contains("Grace", page.Find("section[aria-labelledby=pending] li").TextContent));
        Assert.NotNull(await OpenedAsync(secret));

        await page.Find("section[aria-labelledby=pending] li button").ClickAsync();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("section[aria-labelledby=pending] li")));
        Assert.Null(await OpenedAsync(secret));
    }

    [Fact]
    public async Task Person_Opened_IsGivenRolesClosedAndOpenedAgain()
    {
        await SignedIn.PersonAsync(Services, Role.Administrator);
        var person = await SignedIn.PersonAsync(Services, Role.Investigator);
        var page = Open<PeoplePage>($"/people?person={person.Id}");
        page.WaitForElement(".person-panel");
        Assert.True(page.Find(".save-roles").HasAttribute("disabled"));

        await page.FindAll(".person-panel input[type=checkbox]")[1].ChangeAsync(true);
        await page.Find(".person-panel input.reason").ChangeAsync("She looks after rules now");
        await page.Find(".save-roles").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("investigator, risk expert", page.Find("tr.chosen").TextContent));

        await page.Find(".close-account").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("closed since", page.Find("tr.chosen").TextContent));
        await page.Find(".reopen").ClickAsync();
        page.WaitForAssertion(() => Assert.DoesNotContain("closed since", page.Find("tr.chosen").TextContent));
    }

    [Fact]
    public async Task Person_WhoIsTheOnlyAdministrator_KeepsTheRole()
    {
        var person = await SignedIn.PersonAsync(Services, Role.Administrator);
        var page = Open<PeoplePage>($"/people?person={person.Id}");
        page.WaitForElement(".close-account");
        await page.Find(".close-account").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("only administrator", page.Find(".person-panel .problem").TextContent));
    }

    [Fact]
    public async Task Recovery_Made_ShowsALinkThatLeadsToTheAccount()
    {
        var person = await TestAccounts.WithPasswordAsync(Services, Role.Investigator);
        var page = Open<PeoplePage>($"/people?person={person.Id}");
        page.WaitForElement(".recover");
        await page.Find(".recover").ClickAsync();
        page.WaitForElement(".link-once");
        Assert.Equal(person.UserName, (await OpenedAsync(page.Find(".link-once code").TextContent.Split('=')[1]))?.UserName);
    }

    private Task<OpenedLink?> OpenedAsync(string secret) => TestAccounts.DoAsync<InvitationQueries, OpenedLink?>(Services, h => h.FindAsync(secret));
}
