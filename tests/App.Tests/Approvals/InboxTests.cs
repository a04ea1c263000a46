using Investigator.Access;
using Investigator.Approvals;
using Investigator.Engine.Core;
using Investigator.Settings;

namespace Investigator.App.Tests.Approvals;

public sealed class InboxTests : ApprovalTest
{
    [Fact]
    public async Task Inbox_OfWhoMayApprove_HasAllByDeadlineWithWhatWouldChange()
    {
        var first = await AskAsync(Anna);
        Clock.Pass(TimeSpan.FromDays(1));
        var second = await AskAsync(Anna, new PolicySettings { ClosureAmount = 500, MaskedColumns = [" ip", "account ", "IP"] });

        var inbox = await InboxAsync(Boris);

        Assert.True(inbox.SeesAll);
        Assert.Equal([first, second], inbox.Waiting.Select(static line => line.Id));
        Assert.Equal([new ValueChange("Least fraud share", "20%", "30%")], inbox.Waiting[0].Changes);
        Assert.Equal("Change “Least fraud share” of the policy from 20% to 30%.", inbox.Waiting[0].What);
        Assert.Equal(
            [new ValueChange("Closing alone up to", "10,000.00", "500.00"), new ValueChange("Masked columns", "none", "account, ip")],
            inbox.Waiting[1].Changes);
        Assert.Equal(Now + ApprovalRequest.Waits, inbox.Waiting[1].Deadline);
    }

    [Fact]
    public async Task Inbox_OfWhoMayNot_HasOnlyTheirOwn()
    {
        await AskAsync(Anna);
        var own = await AskAsync(Person(Ines.Id, Role.Supervisor));

        var inbox = await InboxAsync(Ines);

        Assert.False(inbox.SeesAll);
        Assert.Equal(own, Assert.Single(inbox.Waiting).Id);
        Assert.True(inbox.Waiting[0].Own);
    }

    [Fact]
    public async Task Count_OfWaiting_LeavesOutOnesOwn()
    {
        await AskAsync(Anna);
        await AskAsync(Boris, new PolicySettings { RiskyOdds = 9 });

        var queries = Get<ApprovalQueries>();

        Assert.Equal(
            (1, 1, 2, 0),
            (await queries.CountAsync(Anna), await queries.CountAsync(Boris), await queries.CountAsync(Carla),
                await queries.CountAsync(Ines)));
    }

    [Fact]
    public async Task Request_PastItsDeadline_IsExpiredAtOnceAndRecordedByTheNextWrite()
    {
        var id = await AskAsync(Anna);
        Clock.Pass(ApprovalRequest.Waits);

        var line = Assert.Single((await InboxAsync(Boris, ApprovalState.Expired)).Decided);
        Assert.Equal((id, ApprovalState.Expired), (line.Id, line.State));
        Assert.Empty((await InboxAsync(Boris)).Waiting);
        Assert.Equal(ApprovalState.Waiting, (await RowAsync(id)).State);

        var refused = await Assert.ThrowsAsync<InputException>(() => ApproveAsync(Boris, id));

        Assert.Contains("expired already", refused.Message, StringComparison.Ordinal);
        Assert.Equal((ApprovalState.Expired, null), ((await RowAsync(id)).State, (await RowAsync(id)).DecidedBy));
        Assert.Equal(0, (await Current.GetAsync()).Number);
    }

    [Fact]
    public async Task Withdraw_ByTheAsker_TakesItOut()
    {
        var id = await AskAsync(Anna);

        await Get<WithdrawRequest>().HandleAsync(Anna, id);

        Assert.Equal(ApprovalState.Withdrawn, (await RowAsync(id)).State);
        await Assert.ThrowsAsync<InputException>(() => ApproveAsync(Boris, id));
        await Assert.ThrowsAsync<InputException>(() => Get<WithdrawRequest>().HandleAsync(Anna, id));
    }

    [Fact]
    public async Task Decided_OfAState_AreNewestFirstAndNoMoreThanAskedFor()
    {
        var ids = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await AskAsync(Anna, new PolicySettings { RiskyOdds = 10 + i }));
            await RejectAsync(Boris, ids[i]);
        }

        await ApproveAsync(Boris, await AskAsync(Anna));

        var page = await Get<ApprovalQueries>().InboxAsync(Boris, ApprovalState.Rejected, 2);

        Assert.Equal([ids[2], ids[1]], page.Decided.Select(static line => line.Id));
        Assert.True(page.HasMore);
        Assert.Equal(ApprovalState.Approved, Assert.Single((await InboxAsync(Boris, ApprovalState.Approved)).Decided).State);
        Assert.Equal(4, (await InboxAsync(Boris)).Decided.Count);
    }

    [Fact]
    public async Task Monitor_OfAChange_TellsOpenPages()
    {
        var told = new TaskCompletionSource();
        using var subscription = Get<ApprovalMonitor>().Subscribe(() => told.TrySetResult());

        await AskAsync(Anna);

        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
