using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Web.Pages.Datasets;

namespace Investigator.App.Tests.Datasets;

public sealed class MappingDraftTests
{
    private static readonly Mapping Full = new()
    {
        Transactions = new TransactionMapping
        {
            Id = "i",
            Account = "a",
            Time = "t",
            Amount = "m",
            Currency = "c",
            Rates = new Dictionary<string, double> { ["JPY"] = 0.006 },
            SignedUp = "s",
            Entities = new Dictionary<string, string> { ["device"] = "d" },
            Attributes = ["b"],
            Decision = new DecisionMapping { Column = "dec", Approved = ["A", "OK"], Declined = ["D"] },
            Outcome = new OutcomeMapping { Column = "o", Fraud = ["1"], Legitimate = ["0"], KnownAt = "k" },
        },
        Events = new EventMapping { Account = "a", Time = "t", Type = "p" },
        Missing = ["leer"],
    };

    [Fact]
    public void ToMapping_Untouched_GivesTheMappingBack()
    {
        var back = MappingDraft.From(Full, hasEvents: true).ToMapping();

        Assert.Equivalent(Full, back, strict: true);
    }

    [Fact]
    public void ToMapping_NoEventsFile_LeavesEventsOut() => Assert.Null(MappingDraft.From(Full, hasEvents: false).ToMapping().Events);

    [Fact]
    public void ToMapping_RequiredPartMissing_NamesIt()
    {
        var draft = MappingDraft.From(Full, hasEvents: true);
        draft.Events!.Type = null;

        Assert.Contains("events' type", Assert.Throws<InputException>(draft.ToMapping).Message);
    }

    [Fact]
    public void ToMapping_TwoEntitiesOfOneName_IsRefused()
    {
        var draft = MappingDraft.From(Full, hasEvents: false);
        draft.Entities.Add(new EntityDraft { Name = " device", Column = "e" });

        Assert.Contains("same name", Assert.Throws<InputException>(draft.ToMapping).Message);
    }
}
