using System.Text;
using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine.Ingest;
using Investigator.Storage.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Imports;

/// <summary>What a file was loaded with is offered for the next one with the same columns.</summary>
public sealed class SavedMappingTests : PageTest
{
    private static readonly string Header = SourceHeader.Of(["id", "who", "when"], null);

    private static readonly Mapping Mapping = new()
    {
        Transactions = new TransactionMapping
        {
            Id = "id",
            Account = "who",
            Time = "when",
            Decision = new DecisionMapping { Column = "state", Approved = ["ja, \"gut\""], Ignored = ["?"] },
            Format = new SourceFormat { Decimal = ",", TimeZone = "Europe/Berlin" },
        },
        NormalizeUnicode = true,
    };

    private SavedMappingQueries Saved => Services.GetRequiredService<SavedMappingQueries>();

    private SaveMapping Save => Services.GetRequiredService<SaveMapping>();

    [Fact]
    public async Task Load_OfAFile_OffersItsMappingForTheNextWithTheSameColumns()
    {
        var mapping = new Mapping { Transactions = new TransactionMapping { Id = "id", Account = "who", Time = "when" } };
        var uploads = Services.GetRequiredService<UploadedFiles>();
        var bytes = Encoding.UTF8.GetBytes("id,who,when\nt1,a1,2026-03-01 10:00:00\nt2,a2,2026-03-01 11:00:00\n");
        var upload = await uploads.SaveAsync("march.csv", new MemoryStream(bytes), bytes.Length);
        await LoadAsync(new ImportRequest { Name = "March", Transactions = upload, Mapping = mapping });

        await File.WriteAllTextAsync(
            Path.Combine(Data.Imports, "april.csv"), "when,id,who\n2026-04-01 10:00:00,t1,a1\n", TestContext.Current.CancellationToken);
        var april = await Services.GetRequiredService<PreviewReader>().ReadAsync("imports/april.csv", null, 5, static () => { }, CancellationToken.None);

        var offered = Assert.Single(await Saved.ForAsync(april.Header, TestContext.Current.CancellationToken));
        Assert.Equal(("March", Actor.Local.Id), (offered.Name, offered.CreatedBy));
        Assert.Equal(("id", "who", "when"), (offered.Mapping.Transactions.Id, offered.Mapping.Transactions.Account, offered.Mapping.Transactions.Time));
        Assert.Equal(DateTimeKind.Utc, offered.SavedAt.Kind);
    }

    [Fact]
    public async Task Load_ThatFails_KeepsNoMapping()
    {
        await File.WriteAllTextAsync(Path.Combine(Data.Imports, "bad.csv"), "id,who,when\nt1,a1,soon\n", TestContext.Current.CancellationToken);

        await LoadAsync(new ImportRequest
        {
            Name = "bad",
            Transactions = "imports/bad.csv",
            Mapping = new Mapping { Transactions = new TransactionMapping { Id = "id", Account = "who", Time = "when" } },
        });

        Assert.Empty(await Saved.ForAsync(Header, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Save_AllThatAMappingSays_ComesBack()
    {
        await Save.HandleAsync(Actor.Local, [Header], "March", Mapping, TestContext.Current.CancellationToken);

        var back = Assert.Single(await Saved.ForAsync(Header, TestContext.Current.CancellationToken)).Mapping;

        Assert.Equal(["ja, \"gut\""], back.Transactions.Decision!.Approved);
        Assert.Equal(["?"], back.Transactions.Decision.Ignored!);
        Assert.Equal((",", "Europe/Berlin", true), (back.Transactions.Format!.Decimal, back.Transactions.Format.TimeZone, back.NormalizeUnicode));
    }

    [Fact]
    public async Task Save_TheSameAgain_IsOneOfferWithTheNewerName()
    {
        await Save.HandleAsync(Actor.Local, [Header], "March", Mapping, TestContext.Current.CancellationToken);
        await Save.HandleAsync(Actor.Local, [Header], "other", Mapping with { IgnoreCase = true }, TestContext.Current.CancellationToken);
        await Save.HandleAsync(Actor.Local, [Header], "April", Mapping, TestContext.Current.CancellationToken);

        Assert.Equal(["April", "other"], (await Saved.ForAsync(Header, TestContext.Current.CancellationToken)).Select(static m => m.Name));
    }

    [Fact]
    public async Task Save_MoreThanAreKept_LetsTheOldestGo()
    {
        for (var i = 0; i <= SaveMapping.Most; i++)
        {
            var own = Mapping with { Missing = [$"word {i}"] };
            await Save.HandleAsync(Actor.Local, [Header], $"month {i}", own, TestContext.Current.CancellationToken);
        }

        var names = (await Saved.ForAsync(Header, TestContext.Current.CancellationToken)).Select(static m => m.Name).ToList();
        Assert.Equal(SaveMapping.Most, names.Count);
        Assert.Equal(($"month {SaveMapping.Most}", "month 1"), (names[0], names[^1]));
    }

    [Fact]
    public async Task For_FilesReadOtherwiseThanTheyWereFound_IsOfferedByEitherHeader()
    {
        var found = SourceHeader.Of(["Bank of March"], null);
        await Save.HandleAsync(Actor.Local, [Header, found], "March", Mapping, TestContext.Current.CancellationToken);

        Assert.Single(await Saved.ForAsync(Header, TestContext.Current.CancellationToken));
        Assert.Single(await Saved.ForAsync(found, TestContext.Current.CancellationToken));
        Assert.Empty(await Saved.ForAsync(SourceHeader.Of(["id", "who", "when"], []), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task For_RowThatCannotBeRead_OffersTheOthers()
    {
        await Save.HandleAsync(Actor.Local, [Header], "March", Mapping, TestContext.Current.CancellationToken);
        await Save.HandleAsync(Actor.Local, [Header], "April", Mapping with { IgnoreCase = true }, TestContext.Current.CancellationToken);
        await SqlAsync("UPDATE saved_mappings SET Mapping = '{{ \"transactions\": 5 }}' WHERE Name = 'April'");

        Assert.Equal("March", Assert.Single(await Saved.ForAsync(Header, TestContext.Current.CancellationToken)).Name);
    }

    [Fact]
    public async Task Delete_OneThatIsOffered_OffersItNoMore()
    {
        await Save.HandleAsync(Actor.Local, [Header], "March", Mapping, TestContext.Current.CancellationToken);
        var id = (await Saved.ForAsync(Header, TestContext.Current.CancellationToken))[0].Id;
        var delete = Services.GetRequiredService<DeleteSavedMapping>();

        Assert.True(await delete.HandleAsync(Actor.Local, id, TestContext.Current.CancellationToken));
        Assert.False(await delete.HandleAsync(Actor.Local, id, TestContext.Current.CancellationToken));

        Assert.Empty(await Saved.ForAsync(Header, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Of_ColumnsThatJoinToTheSameText_AreToldApart()
    {
        Assert.NotEqual(SourceHeader.Of(["a", "b"], null), SourceHeader.Of(["ab"], null));
        Assert.NotEqual(SourceHeader.Of(["a"], ["b"]), SourceHeader.Of(["a", "b"], null));
        Assert.Equal(SourceHeader.Of(["b", "a"], ["d", "c"]), SourceHeader.Of(["a", "b"], ["c", "d"]));
    }

    private async Task LoadAsync(ImportRequest request)
    {
        var imports = Services.GetRequiredService<ImportQueue>();
        var done = new TaskCompletionSource();
        using var subscription = imports.Subscribe(id =>
        {
            if (!imports.Find(id)!.IsActive) done.TrySetResult();
        });
        var import = Services.GetRequiredService<ImportDataset>().Handle(Actor.Local, request);
        if (!imports.Find(import)!.IsActive) done.TrySetResult();
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
