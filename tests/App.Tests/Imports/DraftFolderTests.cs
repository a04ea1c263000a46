using System.Text;
using Investigator.Datasets;
using Investigator.Engine.Ingest;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Imports;

/// <summary>Corrections of a load that has not begun: what brings them back, what ends them, and that nothing in their files is a fault.</summary>
public sealed class DraftFolderTests : IDisposable
{
    private const string Source = "imports/march.csv";

    private readonly TempFolder _folder = new();
    private readonly HandClock _clock = new(TimeProvider.System.GetUtcNow());
    private readonly DataFolder _data;
    private readonly UploadedFiles _uploads;
    private readonly DraftFolder _drafts;

    public DraftFolderTests()
    {
        _data = DataFolder.Open(_folder.Path);
        _uploads = new UploadedFiles(_data, new UploadLimits(), _clock);
        _drafts = new DraftFolder(_data, _uploads, _clock);
    }

    private static LoadDraft Draft => new()
    {
        Transactions = Source,
        Events = "imports/clicks.csv",
        Name = "March",
        MaxRejectShare = 0.05,
        Mapping = new Mapping
        {
            Transactions = new TransactionMapping
            {
                Account = "Kunde",
                Time = "",
                Format = new SourceFormat { Decimal = ",", Delimiter = ";" },
                Decision = new DecisionMapping { Column = "Status", Approved = ["ok", "gut, \"besser\""], Ignored = ["?"] },
                Rows = new RowFilter { Column = "Art", Words = ["Kauf"] },
            },
            Events = new EventMapping { Account = "Kunde", Time = "Zeit", Type = "Seite", TypeParts = ["Aktion"] },
            IgnoreCase = true,
        },
    };

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Find_AfterARestart_GivesAllThatWasCorrected()
    {
        Assert.True(_drafts.Save(Draft));

        var found = new DraftFolder(_data, _uploads, _clock).Find(Source, Draft.Events)!;

        Assert.Equal(("March", 0.05), (found.Name, found.MaxRejectShare));
        Assert.Equal(("Kunde", ""), (found.Mapping.Transactions.Account, found.Mapping.Transactions.Time));
        Assert.Equal((",", ";"), (found.Mapping.Transactions.Format!.Decimal, found.Mapping.Transactions.Format.Delimiter));
        Assert.Equal(["ok", "gut, \"besser\""], found.Mapping.Transactions.Decision!.Approved);
        Assert.Equal(["Kauf"], found.Mapping.Transactions.Rows!.Words);
        Assert.Equal(["Aktion"], found.Mapping.Events!.TypeParts!);
        Assert.True(found.Mapping.IgnoreCase);
    }

    [Fact]
    public void Find_OfOtherSources_GivesNothing()
    {
        _drafts.Save(Draft);

        Assert.Null(_drafts.Find(Source, null));
        Assert.Null(_drafts.Find(Draft.Events!, Source));
        Assert.Null(_drafts.Find("../" + Source, Draft.Events));
    }

    [Fact]
    public void Save_Twice_KeepsTheLast()
    {
        _drafts.Save(Draft);
        _drafts.Save(Draft with { Name = "April" });

        Assert.Equal("April", _drafts.Find(Source, Draft.Events)!.Name);
        Assert.Single(Directory.GetFiles(_data.Drafts));
    }

    [Fact]
    public void Remove_ADraft_StartsAgainFromNothing()
    {
        _drafts.Remove(Source, null);
        _drafts.Save(Draft);

        _drafts.Remove(Source, Draft.Events);

        Assert.Null(_drafts.Find(Source, Draft.Events));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1, 2]")]
    [InlineData("""{ "transactions": "imports/march.csv", "events": "imports/clicks.csv", "mapping": {}, "seal": "00" }""")]
    [InlineData("PAR1")]
    public void Find_FileThatIsNoDraft_CountsAsNoneAndIsSwept(string text)
    {
        _drafts.Save(Draft);
        var file = Assert.Single(Directory.GetFiles(_data.Drafts));
        File.WriteAllText(file, text);

        Assert.Null(_drafts.Find(Source, Draft.Events));

        _drafts.Sweep();
        Assert.Empty(Directory.GetFiles(_data.Drafts));
    }

    [Fact]
    public void Find_WithAnyBitFlipped_GivesTheDraftOrNothing()
    {
        _drafts.Save(Draft);
        var file = Assert.Single(Directory.GetFiles(_data.Drafts));
        var whole = File.ReadAllBytes(file);
        for (var at = 0; at < whole.Length; at += 7)
        {
            var flipped = whole.ToArray();
            flipped[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(file, flipped);

            if (_drafts.Find(Source, Draft.Events) is { } found) Assert.Equal(("March", "Kunde"), (found.Name, found.Mapping.Transactions.Account));
        }
    }

    [Fact]
    public void Find_DraftOfOtherSourcesUnderTheName_CountsAsNone()
    {
        _drafts.Save(Draft);
        var file = Assert.Single(Directory.GetFiles(_data.Drafts));
        _drafts.Save(Draft with { Transactions = "imports/april.csv" });
        File.Copy(Directory.GetFiles(_data.Drafts).Single(f => f != file), file, overwrite: true);

        Assert.Null(_drafts.Find(Source, Draft.Events));
    }

    [Fact]
    public void Save_OfAMappingWithoutEnd_IsLetGo()
    {
        var endless = Draft.Mapping.Transactions with { Attributes = [new string('x', 1 << 20)] };

        Assert.False(_drafts.Save(Draft with { Mapping = Draft.Mapping with { Transactions = endless } }));

        Assert.Null(_drafts.Find(Source, Draft.Events));
    }

    [Fact]
    public void Save_MoreThanAreKept_LetsTheOldestGo()
    {
        for (var i = 0; i <= DraftFolder.Most; i++)
        {
            _clock.Pass(TimeSpan.FromSeconds(1));
            _drafts.Save(Draft with { Transactions = $"imports/{i}.csv" });
        }

        Assert.Equal(DraftFolder.Most, Directory.GetFiles(_data.Drafts).Length);
        Assert.Null(_drafts.Find("imports/0.csv", Draft.Events));
        Assert.NotNull(_drafts.Find($"imports/{DraftFolder.Most}.csv", Draft.Events));
    }

    [Fact]
    public async Task Sweep_UploadThatIsGone_TakesItsDraftWithIt()
    {
        var id = await _uploads.SaveAsync("shop.csv", new MemoryStream(Encoding.UTF8.GetBytes("id,account,time\n")), 16);
        _drafts.Save(Draft with { Transactions = id, Events = null });
        _drafts.Save(Draft);

        _drafts.Sweep();
        Assert.NotNull(_drafts.Find(id, null));

        _uploads.Remove(id);
        _drafts.Sweep();
        Assert.Null(_drafts.Find(id, null));
        Assert.NotNull(_drafts.Find(Source, Draft.Events));

        _clock.Pass(TimeSpan.FromDays(31));
        _drafts.Sweep();
        Assert.Null(_drafts.Find(Source, Draft.Events));
    }

    [Fact]
    public async Task Sweep_UploadThatIsBeingCorrected_StaysForADayAfterItsPageIsGone()
    {
        var id = await _uploads.SaveAsync("shop.csv", new MemoryStream(Encoding.UTF8.GetBytes("id,account,time\n")), 16);
        using (_uploads.Hold(id)) _drafts.Save(Draft with { Transactions = id, Events = null });

        _clock.Pass(TimeSpan.FromHours(20));
        Assert.Equal(0, _uploads.Sweep());
        _clock.Pass(TimeSpan.FromHours(5));
        Assert.Equal(1, _uploads.Sweep());
    }
}
