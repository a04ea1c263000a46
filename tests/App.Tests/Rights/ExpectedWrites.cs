namespace Investigator.App.Tests.Rights;

/// <summary>Who may have something done, by the method that does it; written down by hand as <see cref="ExpectedRoutes"/> is.</summary>
internal static class ExpectedWrites
{
    private const string Everyone = "IRSA";

    /// <summary>By class and method, of every public method that takes the actor first.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["AddTag.HandleAsync"] = "IR",
        ["RemoveTag.HandleAsync"] = "IR",
        ["CreateSelection.HandleAsync"] = "IRS",
        ["DeleteSelection.HandleAsync"] = "IRS",
        ["RevealValue.HandleAsync"] = "RS",

        ["ImportDataset.Handle"] = "RA",
        ["UploadPace.Begin"] = "RA",
        ["CancelImport.Handle"] = "RA",
        ["RegisterDataset.HandleAsync"] = "RA",
        ["SaveMapping.HandleAsync"] = "RA",
        ["DeleteSavedMapping.HandleAsync"] = "RA",
        ["AdoptFiles.HandleAsync"] = "A",

        ["StartRun.HandleAsync"] = "RA",
        ["CancelRun.HandleAsync"] = "RA",
        ["DrawMap.HandleAsync"] = "RA",
        ["StopMap.HandleAsync"] = "RA",
        ["BeginRun.HandleAsync"] = "RA",
        ["FinishRun.HandleAsync"] = "RA",
        ["EndRun.HandleAsync"] = "RA",
        ["PutBackRun.HandleAsync"] = "RA",
        ["SetMapStatus.HandleAsync"] = "RA",
        ["ImportRun.HandleAsync"] = "RA",
        ["CompleteSelections.HandleAsync"] = "IRS",

        ["AskForSettings.HandleAsync"] = "SA",
        ["AskForApproval.HandleAsync"] = "SA",
        ["HandOnRight.HandleAsync"] = "SA",
        // And whoever holds a right that was handed on.
        ["ApproveRequest.HandleAsync"] = "SA",
        ["RejectRequest.HandleAsync"] = "SA",
        ["WithdrawRequest.HandleAsync"] = Everyone,
        ["EndDelegation.HandleAsync"] = Everyone,

        ["ErasePerson.HandleAsync"] = "A",

        ["MakeKey.HandleAsync"] = "RA",
        ["KeyQueries.ListAsync"] = "RA",
        ["RevokeKey.HandleAsync"] = Everyone,
        ["EndSession.HandleAsync"] = Everyone,
        ["EndSession.AllAsync"] = Everyone,
        ["PlayRole.HandleAsync"] = Everyone,
        ["RenameSelf.HandleAsync"] = Everyone,
        ["ChangePassword.HandleAsync"] = Everyone,
        ["BeginAuthenticator.HandleAsync"] = Everyone,
        ["ConfirmAuthenticator.HandleAsync"] = Everyone,
        ["RemoveAuthenticator.HandleAsync"] = Everyone,
        ["RenewRecoveryCodes.HandleAsync"] = Everyone,
        ["AddPasskey.BeginAsync"] = Everyone,
        ["AddPasskey.HandleAsync"] = Everyone,
        ["RenamePasskey.HandleAsync"] = Everyone,
        ["RemovePasskey.HandleAsync"] = Everyone,

        ["InvitePerson.HandleAsync"] = "A",
        ["ChangeRoles.HandleAsync"] = "A",
        ["ClosePerson.HandleAsync"] = "A",
        ["ReopenPerson.HandleAsync"] = "A",
        ["MakeRecoveryLink.HandleAsync"] = "A",
        ["MakeRecoveryLink.ForUserNameAsync"] = "A",
        ["WithdrawLink.HandleAsync"] = "A",

        ["ChangePassword.HandleAsync"] = Everyone,
        ["BeginAuthenticator.HandleAsync"] = Everyone,
        ["ConfirmAuthenticator.HandleAsync"] = Everyone,
        ["RenewRecoveryCodes.HandleAsync"] = Everyone,
        ["RemoveAuthenticator.HandleAsync"] = Everyone,
        ["AddPasskey.BeginAsync"] = Everyone,
        ["AddPasskey.HandleAsync"] = Everyone,
        ["RenamePasskey.HandleAsync"] = Everyone,
        ["RemovePasskey.HandleAsync"] = Everyone,
        ["RenameSelf.HandleAsync"] = Everyone,
        ["InvitePerson.HandleAsync"] = "A",
        ["WithdrawLink.HandleAsync"] = "A",
        ["MakeRecoveryLink.HandleAsync"] = "A",
        ["MakeRecoveryLink.ForUserNameAsync"] = "A",
        ["ChangeRoles.HandleAsync"] = "A",
        ["ClosePerson.HandleAsync"] = "A",
        ["ReopenPerson.HandleAsync"] = "A",
    };

    /// <summary>Methods that take an actor and decide nothing: what calls them has asked, or they show to each what is their own.</summary>
    public static IReadOnlyDictionary<string, string> Exempt { get; } = new Dictionary<string, string>
    {
        ["Accounts.Open"] = "names the right it needs",
        ["OneTimeLinks.MakeAsync"] = "names the right it needs",
        ["AuditLog.RecordAsync"] = "writes down what was done, or refused",
        ["CurrentActor.Set"] = "says who acts",
        ["ApprovalQueries.InboxAsync"] = "to each their own requests, and those that they may decide",
        ["ApprovalQueries.CountAsync"] = "likewise",
        ["ApproverQueries.CountOthersAsync"] = "a number",
        ["ApproverQueries.OthersAsync"] = "names of colleagues, to those who may hand on a right",
        ["OwnAccount.WaysAsync"] = "to each their own",
        ["OwnAccount.SessionsAsync"] = "likewise",
        ["DelegationQueries.OfAsync"] = "to each their own",
        ["OwnAccount.WaysAsync"] = "to each their own",
        ["OwnAccount.SessionsAsync"] = "to each their own",
    };
}
