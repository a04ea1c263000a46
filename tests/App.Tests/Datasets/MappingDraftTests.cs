using Investigator.Datasets;
using Investigator.Engine.Ingest;
using Investigator.Web.Pages.Reading;

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
            Attributes = ["b", "x"],
            Decision = new DecisionMapping { Column = "dec", Approved = ["A", "OK"], Declined = ["D"] },
            Outcome = new OutcomeMapping { Column = "o", Fraud = ["1"], Legitimate = ["0"], KnownAt = "k" },
            Format = new SourceFormat { Decimal = ",", Encoding = "windows-1252" },
        },
        Events = new EventMapping { Account = "a", Time = "t", Type = "p" },
        Missing = ["leer"],
        IgnoreCase = true,
    };

    [Fact]
    public void Apply_OneChange_LeavesAllElseAsItWas()
    {
        var draft = new MappingDraft(Full, new GivenFormats());

        draft.Apply(MappingEdit.OfTransactions("", static t => t.With(TransactionPart.Amount, "n")));

        Assert.Equivalent(Full with { Transactions = Full.Transactions with { Amount = "n" } }, draft.Mapping, strict: true);
    }

    [Theory]
    [InlineData(TransactionPart.Outcome)]
    [InlineData(TransactionPart.Amount)]
    [InlineData(TransactionPart.Time)]
    [InlineData(TransactionPart.KnownAt)]
    public void Apply_AttributeBecomesAnotherPart_IsNoAttributeAnyMore(TransactionPart part)
    {
        var mapping = Full.Transactions.With(part, "x");

        Assert.Equal("x", mapping.ColumnOf(part));
        Assert.Equal(["b"], mapping.Attributes);
    }

    [Fact]
    public void Apply_EntityBecomesTheOutcome_IsNoEntityAnyMoreAndTheTimeItBecameKnownStays()
    {
        var mapping = Full.Transactions.With(TransactionPart.Outcome, "d");

        Assert.Empty(mapping.Entities);
        Assert.Equal(("d", "k", 0), (mapping.Outcome!.Column, mapping.Outcome.KnownAt, mapping.Outcome.Fraud.Count));
    }

    [Fact]
    public void Apply_CurrencyTakenAway_TakesItsRatesWithIt() => Assert.Empty(Full.Transactions.With(TransactionPart.Currency, null).Rates);

    [Fact]
    public void Undo_AfterTwoChanges_TakesTheLastOneBack()
    {
        var draft = new MappingDraft(Full, new GivenFormats());
        draft.Apply(MappingEdit.OfTransactions("first", static t => t with { Id = null }));
        draft.Apply(MappingEdit.OfTransactions("second", static t => t with { Amount = null }));

        draft.Undo();

        Assert.Equal((null, "m", "first"), (draft.Mapping.Transactions.Id, draft.Mapping.Transactions.Amount, draft.LastChange));
        draft.Undo();
        Assert.Same(Full, draft.Mapping);
        Assert.Null(draft.LastChange);
    }

    [Fact]
    public void Apply_FormatChanges_RememberOnlyWhatWasSaidAndAskForANewReadingWhereTheLayoutChanges()
    {
        var draft = new MappingDraft(Full, new GivenFormats());

        Assert.False(draft.Apply(MappingEdit.OfFormat(TableNames.Transactions, "", static f => f with { Decimal = "." })));
        Assert.True(draft.Apply(MappingEdit.OfFormat(TableNames.Transactions, "", static f => f with { Header = false })));

        Assert.Equal(new SourceFormat { Decimal = ".", Header = false }, draft.Given.Transactions);
        Assert.Equal("windows-1252", draft.Mapping.Transactions.Format!.Encoding);
        Assert.True(draft.Undo());
        Assert.Equal(new SourceFormat { Decimal = "." }, draft.Given.Transactions);
    }

    [Fact]
    public void Missing_PartsLeftOpen_AreNamed()
    {
        var draft = new MappingDraft(Full, new GivenFormats());
        draft.Apply(MappingEdit.OfTransactions("", static t => t.With(TransactionPart.Time, null)));
        draft.Apply(MappingEdit.OfTransactions("", static t => t.With(TransactionPart.Outcome, "x")));
        draft.Apply(MappingEdit.OfEvents("", static e => e.With(EventPart.Page, null) with { Rows = new RowFilter { Column = "kind", Words = [] } }));

        Assert.Equal(["the column of the time", "what the words of 'x' mean", "the column of the page", "which rows are events"], draft.Missing());
    }

    [Fact]
    public void Words_MeaningChanged_AWordHasOneMeaning()
    {
        var decision = Full.Transactions.Decision!.With(["OK", "new"], WordMeanings.Ignored).With(["D"], WordMeanings.Challenged);

        Assert.Equal(["A"], decision.Approved);
        Assert.Equal(["D"], decision.Challenged);
        Assert.Empty(decision.Declined);
        Assert.Equal(["OK", "new"], decision.Ignored);
        Assert.Null(decision.With(["OK", "new"], null).Ignored);
    }

    [Fact]
    public void Parts_OfADateInThreeColumns_AreNamed()
    {
        var parts = (Full.Transactions with { MonthAndDay = ["mm", "dd"] }).Parts();

        Assert.Equal(("time", "month", "day"), (parts["t"], parts["mm"], parts["dd"]));
    }

    [Fact]
    public void EntityName_TakenAlready_GetsANumber() => Assert.Equal("device_2", Full.Transactions.EntityName("Device-ID"));
}
