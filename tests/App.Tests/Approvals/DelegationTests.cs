using Investigator.Access;
using Investigator.Approvals;
using Investigator.Engine.Core;

namespace Investigator.App.Tests.Approvals;

public sealed class DelegationTests : ApprovalTest
{
    [Fact]
    public async Task Approve_ByADelegate_NamesWhoseRightWasUsed()
    {
        await HandOnAsync(Boris, Ines);
        var id = await AskAsync(Anna);
        Assert.Equal(new Standing(true, Boris.Id, ""), Assert.Single((await InboxAsync(Ines)).Waiting).Standing);
        Assert.Equal(1, await Get<ApprovalQueries>().CountAsync(Ines));

        await ApproveAsync(Ines, id);

        var row = await RowAsync(id);
        Assert.Equal((ApprovalState.Approved, Ines.Id, Boris.Id), (row.State, row.DecidedBy, row.OnBehalfOf));
    }

    [Fact]
    public async Task Approve_ByOneWhoMayAndIsADelegateToo_IsByTheirOwnRight()
    {
        await HandOnAsync(Boris, Carla);
        var id = await AskAsync(Anna);

        await ApproveAsync(Carla, id);

        Assert.Null((await RowAsync(id)).OnBehalfOf);
    }

    [Fact]
    public async Task Approve_AfterTheEnd_IsRefused()
    {
        await HandOnAsync(Boris, Ines, days: 2);
        var id = await AskAsync(Anna);
        Clock.Pass(TimeSpan.FromDays(2));

        await Assert.ThrowsAsync<NotAllowedException>(() => ApproveAsync(Ines, id));

        Assert.Empty(await Get<DelegationQueries>().OfAsync(Ines));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Approve_ByTheDelegateOfOneWhoMayNotAnyMore_IsRefused(bool closed)
    {
        await HandOnAsync(Boris, Ines);
        var id = await AskAsync(Anna);

        await ChangeAsync(Boris, user =>
        {
            if (closed) user.DisabledAt = Now;
            else user.Roles = [Role.Investigator, Role.RiskExpert];
        });

        await Assert.ThrowsAsync<NotAllowedException>(() => ApproveAsync(Ines, id));
        Assert.Equal(0, await Get<ApprovalQueries>().CountAsync(Ines));
        Assert.Empty((await InboxAsync(Ines)).Waiting);
    }

    [Theory]
    [InlineData("boris")]
    [InlineData("ines")]
    public async Task End_BeforeItsTime_ByEitherSide_EndsIt(string by)
    {
        var delegation = await HandOnAsync(Boris, Ines);
        var id = await AskAsync(Anna);

        Assert.True(await Get<EndDelegation>().HandleAsync(Person(by, Role.Investigator), delegation));

        await Assert.ThrowsAsync<NotAllowedException>(() => ApproveAsync(Ines, id));
        Assert.False(await Get<EndDelegation>().HandleAsync(Boris, delegation));
    }

    [Fact]
    public async Task End_ByAThird_ChangesNothing()
    {
        var delegation = await HandOnAsync(Boris, Ines);

        Assert.False(await Get<EndDelegation>().HandleAsync(Anna, delegation));

        Assert.Equal(delegation, Assert.Single(await Get<DelegationQueries>().OfAsync(Boris)).Id);
    }

    [Fact]
    public async Task HandOn_WhatWasHandedOn_IsRefused()
    {
        await HandOnAsync(Boris, Ines);

        var refused = await Assert.ThrowsAsync<NotAllowedException>(() => HandOnAsync(Ines, Person("emil", Role.Investigator)));

        Assert.Equal(Permission.Approve, refused.Permission);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(91)]
    public async Task HandOn_ToAnEndOutOfRange_IsRefused(int days) => await Assert.ThrowsAsync<InputException>(() => HandOnAsync(Boris, Ines, days));

    [Fact]
    public async Task HandOn_ToOneselfOrWithoutAReason_IsRefused()
    {
        await Assert.ThrowsAsync<InputException>(() => HandOnAsync(Boris, Boris));
        await Assert.ThrowsAsync<InputException>(() => Get<HandOnRight>().HandleAsync(Boris, Ines.Id, Now.AddDays(1), " "));
    }

    [Fact]
    public async Task HandOn_ToOneWithoutAnAccount_IsRefused()
    {
        await ChangeAsync(Ines, user => user.DisabledAt = Now);

        await Assert.ThrowsAsync<InputException>(() => HandOnAsync(Boris, Ines));
        await Assert.ThrowsAsync<InputException>(() => HandOnAsync(Boris, Person("nobody-known", Role.Supervisor)));
        await Assert.ThrowsAsync<InputException>(() => HandOnAsync(Boris, Actor.Local));
    }

    [Fact]
    public async Task HandOn_ByATerminalOrAProgram_IsRefused()
    {
        await Assert.ThrowsAsync<InputException>(() => HandOnAsync(Actor.Local, Ines));
        await Assert.ThrowsAsync<InputException>(() => HandOnAsync(Boris with { Kind = ActorKind.Program }, Ines));
    }
}
