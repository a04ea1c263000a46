using Investigator.Access;
using Investigator.Approvals;
using Investigator.Engine.Core;

namespace Investigator.App.Tests.Approvals;

/// <summary>On no route does anyone decide what they asked for.</summary>
public sealed class SelfApprovalTests : ApprovalTest
{
    [Fact]
    public async Task Decide_ByTheAsker_IsRefused()
    {
        var id = await AskAsync(Anna);

        await RefusedAsync(Anna, id);
    }

    [Fact]
    public async Task Decide_ByTheAskerInAnotherSessionAndRole_IsRefused()
    {
        var id = await AskAsync(Anna);

        await RefusedAsync(Person(Anna.Id, Role.Administrator) with { Name = "Another Name", From = "198.51.100.7" }, id);
    }

    [Fact]
    public async Task Decide_ByTheAskerThroughADelegation_IsRefused()
    {
        await HandOnAsync(Boris, Dana);
        var id = await AskAsync(Dana);

        await RefusedAsync(Dana, id);
        await RefusedAsync(Person(Dana.Id, Role.Investigator), id);
    }

    [Fact]
    public async Task Decide_ByTheDelegateOfTheAsker_IsRefused()
    {
        await HandOnAsync(Anna, Ines);
        var id = await AskAsync(Anna);

        await RefusedAsync(Ines, id);
    }

    [Fact]
    public async Task Decide_ByADelegateOfTheAskerAndOfAnother_IsForTheOther()
    {
        await HandOnAsync(Anna, Ines);
        await HandOnAsync(Boris, Ines);
        var id = await AskAsync(Anna);

        await ApproveAsync(Ines, id);

        Assert.Equal((Ines.Id, Boris.Id), ((await RowAsync(id)).DecidedBy, (await RowAsync(id)).OnBehalfOf));
    }

    // Behind a key stands whoever made it: it bears their id or one of its own.
    [Theory]
    [InlineData("anna")]
    [InlineData("boris")]
    [InlineData("key:7")]
    public async Task Decide_ByAProgram_IsRefused(string id)
    {
        var request = await AskAsync(Anna);

        await RefusedAsync(new Actor(id, id, ActorKind.Program) { Rights = AccessPolicy.All }, request);
    }

    // Else the owner of a key could ask by it and approve in the browser.
    [Fact]
    public async Task Ask_ByAProgramOrATerminal_IsRefused()
    {
        var program = new Actor("key:7", "key", ActorKind.Program) { Rights = AccessPolicy.All };

        foreach (var actor in (Actor[])[program, Actor.Local, Actor.Machine]) await Assert.ThrowsAsync<InputException>(() => AskAsync(actor));

        Assert.Empty((await InboxAsync(Anna)).Waiting);
    }

    [Fact]
    public async Task Decide_AtATerminalOrByTheAppItself_IsRefused()
    {
        var id = await AskAsync(Anna);

        await RefusedAsync(Actor.Local, id);
        await RefusedAsync(Actor.Local with { Id = Actor.LocalPrefix + "someone-else", From = "192.0.2.1" }, id);
        await RefusedAsync(Actor.Machine, id);
    }

    [Fact]
    public async Task Withdraw_OfAnother_IsRefused()
    {
        var id = await AskAsync(Anna);

        await Assert.ThrowsAsync<InputException>(() => Get<WithdrawRequest>().HandleAsync(Boris, id));

        Assert.Equal(ApprovalState.Waiting, (await RowAsync(id)).State);
    }

    private async Task RefusedAsync(Actor actor, int id)
    {
        await Assert.ThrowsAsync<InputException>(() => ApproveAsync(actor, id));
        await Assert.ThrowsAsync<InputException>(() => RejectAsync(actor, id));
        Assert.Equal(ApprovalState.Waiting, (await RowAsync(id)).State);
        Assert.Equal(0, (await Current.GetAsync()).Number);
        Assert.DoesNotContain((await InboxAsync(actor)).Waiting, static line => line.Standing.May);
        Assert.Equal(0, await Get<ApprovalQueries>().CountAsync(actor));
    }
}
