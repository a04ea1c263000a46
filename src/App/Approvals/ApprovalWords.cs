namespace Investigator.Approvals;

/// <summary>Requests as pages and messages say them.</summary>
public static class ApprovalWords
{
    public static string Of(ApprovalState state) => state switch
    {
        ApprovalState.Waiting => "waiting",
        ApprovalState.Approved => "approved",
        ApprovalState.Rejected => "rejected",
        ApprovalState.Withdrawn => "withdrawn",
        ApprovalState.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
