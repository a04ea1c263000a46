using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Settings;

namespace Investigator.Approvals;

/// <summary>Asks for other policy settings.</summary>
public sealed class AskForSettings(CurrentSettings current, AskForApproval ask)
{
    /// <param name="actor">Who asks.</param>
    /// <param name="seen">Number of the version that they saw when they filled in the others' values.</param>
    /// <param name="then">All settings as they should be.</param>
    /// <param name="reason">Why.</param>
    /// <param name="effect">What it would do, as far as that can be told.</param>
    /// <param name="evidence">A page of this app that shows what it rests on.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <returns>The request's id.</returns>
    /// <exception cref="InputException">A value is out of its range, nothing would change, or other settings have come into force since.</exception>
    public async Task<int> HandleAsync(
        Actor actor, int seen, PolicySettings then, string reason, string? effect = null, string? evidence = null, CancellationToken cancel = default)
    {
        actor.Require(ByKind.ToAsk(ApprovalKind.PolicySettings));
        var now = await current.GetAsync(cancel);
        if (now.Number != seen)
        {
            throw new InputException("other settings have come into force since you began", expected: "to be asked for on the page as it is now");
        }

        var request = PolicyChange.Ask(now.Settings, then, reason) with { Effect = effect, Evidence = evidence };
        return await ask.HandleAsync(actor, request, cancel);
    }
}
