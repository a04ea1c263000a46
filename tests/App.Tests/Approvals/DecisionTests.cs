using Investigator.Access;
using Investigator.Approvals;
using Investigator.Engine.Core;
using Investigator.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Approvals;

public sealed class DecisionTests : ApprovalTest
{
    [Fact]
    public async Task Approve_ByAnotherPerson_PutsItInForceAtOnce()
    {
        var id = await AskAsync(Anna);
        Assert.Equal(0, (await Current.GetAsync()).Number);

        await ApproveAsync(Boris, id, " agreed ");

        var version = await Current.GetAsync();
        Assert.Equal((1, 0.3, Now, Boris.Id, id), (version.Number, version.Settings.RiskyLowerBound, version.ValidFrom, version.ApprovedBy, version.Approval));
        var row = await RowAsync(id);
        Assert.Equal(
            (ApprovalState.Approved, Boris.Id, Now, "agreed", null), (row.State, row.DecidedBy, row.DecidedAt, row.DecisionReason, row.OnBehalfOf));
        Assert.Equal((Anna.Id, "too many false alarms"), (row.CreatedBy, row.Reason));
    }

    [Fact]
    public async Task Approve_AfterARestart_IsStillInForce()
    {
        await ApproveAsync(Boris, await AskAsync(Anna));

        var other = ActivatorUtilities.CreateInstance<CurrentSettings>(Services);

        Assert.Equal(0.3, (await other.GetAsync()).Settings.RiskyLowerBound);
        Assert.Equal([1, 0], (await Get<SettingsQueries>().HistoryAsync()).Select(v => v.Number));
    }

    [Fact]
    public async Task Reject_WithAReason_LeavesWhatIsInForce()
    {
        var id = await AskAsync(Anna);

        await RejectAsync(Boris, id, "the next run decides");

        Assert.Equal(0, (await Current.GetAsync()).Number);
        var row = await RowAsync(id);
        Assert.Equal((ApprovalState.Rejected, "the next run decides"), (row.State, row.DecisionReason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    public async Task Reject_WithoutAReason_IsRefused(string reason)
    {
        var id = await AskAsync(Anna);

        await Assert.ThrowsAsync<InputException>(() => RejectAsync(Boris, id, reason));

        Assert.Equal(ApprovalState.Waiting, (await RowAsync(id)).State);
    }

    [Fact]
    public async Task Ask_WithoutAReasonOrAChange_IsRefused()
    {
        var ask = Get<AskForSettings>();

        await Assert.ThrowsAsync<InputException>(() => ask.HandleAsync(Anna, 0, Stricter, " "));
        await Assert.ThrowsAsync<InputException>(() => ask.HandleAsync(Anna, 0, Stricter, new string('x', ApprovalRequest.LongestReason + 1)));
        var same = await Assert.ThrowsAsync<InputException>(() => ask.HandleAsync(Anna, 0, new PolicySettings(), "because"));
        Assert.Contains("changes nothing", same.Message, StringComparison.Ordinal);
        Assert.Empty((await InboxAsync(Anna)).Waiting);
    }

    [Fact]
    public async Task Ask_ForAnImpossibleValue_SaysWhatWasExpected()
    {
        var refused = await Assert.ThrowsAsync<InputException>(() => AskAsync(Anna, new PolicySettings { RiskyLowerBound = 1.5 }));

        Assert.Contains("0 to 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_WithoutTheRight_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<NotAllowedException>(() => AskAsync(Ines));

        Assert.Equal(Permission.ChangeSettings, refused.Permission);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Ask_WithEvidenceElsewhere_IsRefused(string evidence) =>
        await Assert.ThrowsAsync<InputException>(() => Get<AskForSettings>().HandleAsync(Anna, 0, Stricter, "because", evidence: evidence));

    [Fact]
    public async Task Ask_OnTopOfOlderSettings_IsRefused()
    {
        await ApproveAsync(Boris, await AskAsync(Anna));

        await Assert.ThrowsAsync<InputException>(() => Get<AskForSettings>().HandleAsync(Anna, 0, Stricter with { RiskyOdds = 9 }, "because"));
    }

    [Fact]
    public async Task Decide_WithoutTheRight_IsRefused()
    {
        var id = await AskAsync(Anna);

        await Assert.ThrowsAsync<NotAllowedException>(() => ApproveAsync(Ines, id));
        await Assert.ThrowsAsync<NotAllowedException>(() => RejectAsync(Ines, id));
        await Assert.ThrowsAsync<NotAllowedException>(() => ApproveAsync(Ines, 77));
        await Assert.ThrowsAsync<NotAllowedException>(() => ApproveAsync(Actor.Nobody, id));

        Assert.Equal(ApprovalState.Waiting, (await RowAsync(id)).State);
    }

    [Fact]
    public async Task Decide_WhatIsDecided_SaysByWhom()
    {
        var id = await AskAsync(Anna);
        await RejectAsync(Boris, id);

        var refused = await Assert.ThrowsAsync<InputException>(() => ApproveAsync(Carla, id));

        Assert.Contains("rejected by boris already", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await Current.GetAsync()).Number);
    }

    [Fact]
    public async Task Decide_WhatIsNotThere_IsRefused() => await Assert.ThrowsAsync<InputException>(() => ApproveAsync(Boris, 77));

    [Fact]
    public async Task Approve_WhatIsOutdated_IsRefusedInWordsAndCanBeRejected()
    {
        var (first, second) = (await AskAsync(Anna), await AskAsync(Anna, new PolicySettings { RiskyOdds = 9 }));
        await ApproveAsync(Boris, first);

        var refused = await Assert.ThrowsAsync<InputException>(() => ApproveAsync(Boris, second));

        Assert.Contains("outdated", refused.Message, StringComparison.Ordinal);
        var line = Assert.Single((await InboxAsync(Boris)).Waiting);
        Assert.True(line.Outdated);
        Assert.Equal((1, 5.0), ((await Current.GetAsync()).Number, (await Current.GetAsync()).Settings.RiskyOdds));
        await RejectAsync(Boris, second);
        Assert.Equal(ApprovalState.Rejected, (await RowAsync(second)).State);
    }

    [Fact]
    public async Task Decide_ByTwoAtOnce_OneWinsAndTheOtherIsTold()
    {
        for (var round = 0; round < 10; round++)
        {
            var before = await Current.GetAsync();
            var id = await AskAsync(Anna, new PolicySettings { RiskyOdds = 10 + round });

            var both = await Task.WhenAll(Outcome(() => ApproveAsync(Boris, id)), Outcome(() => RejectAsync(Carla, id)));

            Assert.Single(both, static refused => refused is null);
            Assert.Single(both, static refused => refused is InputException);
            var row = await RowAsync(id);
            Assert.Equal(both[0] is null ? (ApprovalState.Approved, Boris.Id) : (ApprovalState.Rejected, Carla.Id), (row.State, row.DecidedBy));
            Assert.Equal(before.Number + (both[0] is null ? 1 : 0), (await Current.GetAsync()).Number);
        }
    }

    [Fact]
    public async Task Approve_TwoRequestsAtOnce_OnlyOneComesIntoForce()
    {
        for (var round = 0; round < 10; round++)
        {
            var before = (await Current.GetAsync()).Number;
            var first = await AskAsync(Anna, new PolicySettings { RiskyOdds = 10 + round });
            var second = await AskAsync(Anna, new PolicySettings { ClosureAmount = 10 + round });

            var both = await Task.WhenAll(Outcome(() => ApproveAsync(Boris, first)), Outcome(() => ApproveAsync(Boris, second)));

            Assert.Single(both, static refused => refused is null);
            Assert.Contains("outdated", Assert.Single(both, static refused => refused is not null)!.Message, StringComparison.Ordinal);
            Assert.Equal(before + 1, (await Current.GetAsync()).Number);
            await RejectAsync(Boris, both[0] is null ? second : first);
        }
    }

    private static async Task<Exception?> Outcome(Func<Task> act) => await Record.ExceptionAsync(() => Task.Run(act));
}
