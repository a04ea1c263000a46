using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Formats;

namespace Investigator.Engine.Tests.Ingest;

public class MappingWordsTests
{
    [Fact]
    public void Of_Transactions_SaysEveryPartThatIsUsed()
    {
        var mapping = new TransactionMapping
        {
            Account = "Kunde",
            Time = "Datum",
            TimeOfDay = "Uhrzeit",
            Currency = "Waehrung",
            Rates = new Dictionary<string, double> { ["USD"] = 0.92 },
            Entities = new Dictionary<string, string> { ["device"] = "geraet", ["ip"] = "ip" },
            Decision = new DecisionMapping { Column = "Status", Approved = ["ok", "gut"], Declined = ["nein"], Ignored = ["?"] },
            Rows = new RowFilter { Column = "Art", Words = ["Besuch"], Except = true },
            Refunds = new RefundMapping { Use = RefundUse.Link, Column = "Art", Words = ["Storno"] },
            Copies = CopyRule.Once,
        };

        Assert.Equal(
        [
            ("Payment's id", "none: the number of its row stands for it"),
            ("Account", "Kunde"),
            ("Time", "Datum, with the time of day in Uhrzeit"),
            ("Currency", "Waehrung; one unit is worth USD 0.92"),
            ("Entities", "device from geraet, ip"),
            ("Decision", "Status: 'ok', 'gut' → approved; 'nein' → declined; '?' → nothing"),
            ("Rows", "all but those with 'Besuch' in Art"),
            ("Refunds", "noted at the payment they were given back for; also rows with 'Storno' in Art"),
            ("Rows delivered twice", "kept once"),
        ], MappingWords.Of(mapping));
    }

    [Fact]
    public void Of_EventsInTheTransactionsFiles_SaysSoAndNamesThePage()
    {
        var events = new EventMapping { Account = "user", Time = "at", Type = "verb", TypeParts = ["page"], InTransactions = true };

        Assert.Equal(
        [
            ("Files", "those of the transactions"),
            ("Account", "user"),
            ("Time", "at"),
            ("Page or action", "verb / page"),
        ], MappingWords.Of(events));
    }

    [Fact]
    public void OfBoth_NothingChosen_SaysNothing()
    {
        var mapping = new Mapping { Transactions = new TransactionMapping { Account = "a", Time = "t" } };

        Assert.Empty(MappingWords.OfBoth(mapping));
        Assert.Equal([("Words for nothing", "none")], MappingWords.OfBoth(mapping with { Missing = [] }));
    }

    [Fact]
    public void Of_Format_SaysWhatIsKnownByExample()
    {
        var format = new SourceFormat
        {
            Encoding = "windows-1252",
            Delimiter = ";",
            SkipLines = 1,
            Header = false,
            Decimal = ",",
            Thousands = ".",
            Time = "dd.MM.yyyy HH:mm",
            TimeZone = "Europe/Berlin",
            Columns = new Dictionary<string, ColumnFormat> { ["Stand"] = new() { Time = "unix_milliseconds|dd.MM.yy" }, ["Rest"] = new() },
        };

        Assert.Equal(
        [
            ("Characters", "Windows-1252 (Western European)"),
            ("Between columns", "semicolon (;)"),
            ("Lines above", "1 line left out"),
            ("Column names", "none: column_1, column_2, …"),
            ("Numbers", "written like 1.234,50"),
            ("Times", "written as dd.MM.yyyy HH:mm"),
            ("Time zone", "Europe/Berlin"),
            ("Column Stand", "milliseconds since 1970 or written as dd.MM.yy"),
        ], FormatWords.Of(format));
        Assert.Empty(FormatWords.Of(new SourceFormat()));
    }

    [Fact]
    public void Fates_OfRowCounts_AddUpToWhatWasRead()
    {
        var counts = new RowCounts { Read = 63, Kept = 1, LeftOut = 2, Refunds = 4, Copies = 8, Refused = 16, WithoutPayment = 32 };

        Assert.Equal(counts.Read, RowCountWords.Fates.Sum(f => f.Rows(counts)));
        Assert.Equal(6, RowCountWords.Of(counts).Count);
        Assert.Equal([("kept", 0L), ("refused", 3L)], RowCountWords.Of(new RowCounts { Read = 3, Kept = 0, Refused = 3 }));
    }
}
