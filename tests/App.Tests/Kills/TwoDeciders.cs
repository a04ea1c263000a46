using System.Globalization;
using Investigator.Web;

namespace Investigator.App.Tests.Kills;

/// <summary>A supervisor who asks for other settings, and an administrator who approves or rejects each request before the next.</summary>
internal sealed class TwoDeciders(Uri site, string asker, string decider, KeptWrites kept, Func<int> numbers) : SimulatedPerson(site, asker, kept, numbers)
{
    private bool _isTidy;

    protected override async Task StepAsync()
    {
        if (!_isTidy) await TidyAsync();
        _isTidy = true;
        var number = Next();
        var reason = string.Create(CultureInfo.InvariantCulture, $"request {number}");
        await using (var form = await OpenAsync(Links.SettingsPath, "^Ask for this change$"))
        {
            await form.EnterAsync("lower-bound", (30 + (number / 1000.0)).ToString(CultureInfo.InvariantCulture));
            await form.EnterAsync("reason", reason);
            await form.SubmitAsync("", "^Asked for", Patience);
        }

        Kept.Add(Kept.Requests, reason);
        await using var inbox = await OpenAsync(Links.ApprovalsPath, $"^{reason}$", decider);
        if (number % 3 == 0)
        {
            await inbox.EnterAsync("", "no: " + reason);
            await inbox.ClickAsync("Reject", "^No request waits", Patience);
            Kept.Add(Kept.Rejected, reason);
        }
        else
        {
            await inbox.ClickAsync("Approve", "^No request waits", Patience);
            Kept.Add(Kept.Approved, reason);
        }
    }

    /// <summary>What the life before left undecided, acknowledged or not.</summary>
    private async Task TidyAsync()
    {
        await using var inbox = await OpenAsync(Links.ApprovalsPath, "^No request waits|^Reject$", decider);
        while (inbox.CanClick("Reject"))
        {
            await inbox.EnterAsync("", "left over");
            await inbox.ClickAsync("Reject", "^No request waits|^Waiting$|left over", Patience);
            using var http = Client(Site, decider);
            if ((await http.GetStringAsync(Links.ApprovalsPath)).Contains("No request waits", StringComparison.Ordinal)) break;
        }
    }
}
