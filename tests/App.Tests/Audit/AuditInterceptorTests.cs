using System.Text.Json;
using Investigator.Access;
using Investigator.Audit;
using Investigator.Datasets;
using Investigator.Runs;
using Investigator.Storage.Database;
using Investigator.Tags;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Audit;

/// <summary>Every save leaves an entry of what changed, in the transaction of its rows.</summary>
public sealed class AuditInterceptorTests : PageTest
{
    private static readonly Actor Account = new("0b7f4b0e-0f6c-4a1c-8f0e-7d5a3f1c9e21", "Ada Lovelace", ActorKind.Person)
    {
        Rights = AccessPolicy.All,
        From = "192.0.2.7",
    };

    private IDbContextFactory<InvestigatorContext> Contexts => Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_NewRow_IsAddedUnderItsGeneratedKeyWithItsValues()
    {
        await using var context = await Contexts.OpenAsync(Actor.Local, Permission.LoadData, Cancel);
        var row = Dataset("shop");
        context.Datasets.Add(row);
        await context.SaveChangesAsync(Cancel);

        var entry = Assert.Single(await EntriesAsync());
        Assert.Equal((AuditAction.Added, "dataset", $"{row.Id}"), (entry.Action, entry.Kind, entry.Key));
        Assert.Equal((Actor.Local.Id, Actor.Local.Name, "terminal"), (entry.ActorId, entry.ActorName, entry.From));
        Assert.Null(entry.Before);
        Assert.Equal(("shop", 3), (Json(entry.After)["Name"].GetString(), Json(entry.After)["TransactionCount"].GetInt32()));
        Assert.Equal(Actor.Local.Id, Json(entry.After)["CreatedBy"].GetString());
    }

    [Fact]
    public async Task Save_ChangedRow_HoldsWhatChangedBeforeAndAfterAndWhy()
    {
        var id = await AddAsync();

        await using (var context = await Contexts.OpenAsync(Actor.Local, Permission.LoadData, Cancel))
        {
            context.Reason = "it was misspelt";
            var row = await context.Datasets.SingleAsync(d => d.Id == id, Cancel);
            (row.Name, row.CreatedBy) = ("another name", "someone else");
            await context.SaveChangesAsync(Cancel);
        }

        var entry = (await EntriesAsync())[^1];
        Assert.Equal((AuditAction.Changed, "it was misspelt"), (entry.Action, entry.Reason));
        Assert.Equal("""{"Name":"shop"}""", entry.Before);
        Assert.Equal("""{"Name":"another name"}""", entry.After);
    }

    [Fact]
    public async Task Save_RemovedRow_HoldsWhatItWas()
    {
        var id = await AddAsync();

        await using (var context = await Contexts.OpenAsync(Actor.Local, Permission.LoadData, Cancel))
        {
            context.Datasets.Remove(await context.Datasets.SingleAsync(d => d.Id == id, Cancel));
            await context.SaveChangesAsync(Cancel);
        }

        var entry = (await EntriesAsync())[^1];
        Assert.Equal((AuditAction.Removed, $"{id}"), (entry.Action, entry.Key));
        Assert.Equal("shop", Json(entry.Before)["Name"].GetString());
        Assert.Null(entry.After);
    }

    [Fact]
    public async Task Save_RowsThatHangOnEachOther_NameTheKeysThatTheyGot()
    {
        await using var context = await Contexts.OpenAsync(Actor.Local, Permission.Tag, Cancel);
        var tagging = new TaggingEntity
        {
            Tag = new TagEntity { Word = "ring", Color = TagPalette.ColorOf(TagKind.FraudType), Kind = TagKind.FraudType },
            Source = "shop",
            Headline = "12 payments",
            Payments = new TaggedPaymentsEntity { Packed = [1, 2, 3] },
        };
        context.Taggings.Add(tagging);
        await context.SaveChangesAsync(Cancel);

        var entries = await EntriesAsync();
        Assert.Equal(["tag", "tagged payments", "tagging"], entries.Select(e => e.Kind).Order());
        Assert.Equal($"{tagging.TagId}", entries.Single(e => e.Kind == "tag").Key);
        Assert.Equal(tagging.TagId, Json(entries.Single(e => e.Kind == "tagging").After)["TagId"].GetInt32());
        Assert.Equal(("tagged payments", "", "1 row"), (entries[^1].Kind, entries[^1].Key, entries[^1].Details));
    }

    [Fact]
    public async Task Save_RowsOfMachines_AreCountedForAPersonAndSilentForTheWorker()
    {
        var prepared = await PreparedRun.OfAsync(new());
        await Shop.AddAsync();

        var of = (await EntriesAsync()).Single(e => e.Kind == "finding");
        Assert.Equal($"{prepared.Findings.Count} rows", of.Details);
        Assert.All(await EntriesAsync(), static e => Assert.DoesNotContain("Stages", e.After ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Save_ThatChangesNothing_LeavesNoEntry()
    {
        var id = await AddAsync();
        await using var context = await Contexts.OpenAsync(Actor.Local, Permission.LoadData, Cancel);
        var row = await context.Datasets.SingleAsync(d => d.Id == id, Cancel);
        context.Update(row);
        await context.SaveChangesAsync(Cancel);
        await context.SaveChangesAsync(Cancel);

        Assert.Single(await EntriesAsync());
    }

    [Fact]
    public async Task Save_ThatFails_LeavesNeitherRowsNorEntries()
    {
        await AddAsync();
        await using (var context = await Contexts.OpenAsync(Actor.Local, Permission.LoadData, Cancel))
        {
            context.Datasets.AddRange(Dataset("other"), Dataset("shop"));
            await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync(Cancel));

            // The same context may save what it can once that is mended.
            context.ChangeTracker.Clear();
            context.Datasets.Add(Dataset("third"));
            await context.SaveChangesAsync(Cancel);
        }

        await using var after = await Contexts.CreateDbContextAsync(Cancel);
        Assert.Equal(["shop", "third"], await after.Datasets.Select(d => d.Name).ToListAsync(Cancel));
        Assert.Equal(2, (await EntriesAsync()).Count);
        Assert.True(Verify().Holds);
        Assert.True(Services.GetRequiredService<WriteTurns>().IsFree);
    }

    [Fact]
    public async Task Save_WhoseEntryCannotBeWritten_IsTakenBack()
    {
        await SqlAsync("CREATE TRIGGER refuse BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'no room'); END");
        await using (var context = await Contexts.OpenAsync(Actor.Local, Permission.LoadData, Cancel))
        {
            context.Datasets.Add(Dataset("shop"));
            await Assert.ThrowsAsync<SqliteException>(() => context.SaveChangesAsync(Cancel));
        }

        await using var after = await Contexts.CreateDbContextAsync(Cancel);
        Assert.Empty(await after.Datasets.ToListAsync(Cancel));
        Assert.True(Services.GetRequiredService<WriteTurns>().IsFree);
    }

    [Fact]
    public async Task Save_Cancelled_LeavesNothingAndTheNextOneGoesThrough()
    {
        using var ended = new CancellationTokenSource();
        await ended.CancelAsync();
        await using (var context = await Contexts.OpenAsync(Actor.Local, Permission.LoadData, Cancel))
        {
            context.Datasets.Add(Dataset("shop"));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => context.SaveChangesAsync(ended.Token));
            Assert.True(Services.GetRequiredService<WriteTurns>().IsFree);
            Assert.Equal(1, await context.SaveChangesAsync(Cancel));
        }

        Assert.Single(await EntriesAsync());
    }

    [Fact]
    public async Task Save_InATransactionOfItsHandler_IsTakenBackWithIt()
    {
        await using (var context = await Contexts.OpenAsync(Actor.Local, Permission.LoadData, Cancel))
        {
            await using var all = await context.Database.BeginTransactionAsync(Cancel);
            context.Datasets.Add(Dataset("shop"));
            await context.SaveChangesAsync(Cancel);
            await all.RollbackAsync(Cancel);
        }

        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task Save_OfAnAccount_SealsNameAndAddress()
    {
        await using var context = await Contexts.OpenAsync(Account, Permission.LoadData, Cancel);
        context.Datasets.Add(Dataset("shop"));
        await context.SaveChangesAsync(Cancel);

        var entry = Assert.Single(await EntriesAsync());
        Assert.Equal(Account.Id, entry.ActorId);
        var keys = await Services.GetRequiredService<PersonKeys>().OpenAsync(context, [1], Cancel);
        Assert.Equal(("Ada Lovelace", "192.0.2.7"), (SealedText.Read(keys, entry.ActorName), SealedText.Read(keys, entry.From)));
        Assert.DoesNotContain("Ada", entry.ActorName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_OfManyAtOnce_KeepsOneChain()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < 10; i++)
                {
                    await using var context = await Contexts.OpenAsync(writer % 2 == 0 ? Actor.Local : Account, Permission.LoadData, Cancel);
                    context.Datasets.Add(Dataset($"{writer}-{i}"));
                    await context.SaveChangesAsync(Cancel);
                }
            },
            Cancel)));

        Assert.Equal(80, Verify().Entries);
        Assert.True(Verify().Holds, string.Join("\n", Verify().Problems));
    }

    [Fact]
    public async Task Record_WhatChangesNoRow_StandsInTheSameChain()
    {
        var log = Services.GetRequiredService<AuditLog>();
        await AddAsync();
        await log.RecordAsync(Actor.Nobody with { From = "192.0.2.9" }, AuditAction.SignInFailed, "account", "no such name", cancel: Cancel);
        await log.RecordAsync(Account, AuditAction.Revealed, "run 3", "4929 1234", "a charge-back", Account.Id, Cancel);

        var entries = await EntriesAsync();
        Assert.Equal(("account", "", "192.0.2.9", "no such name"), (entries[1].Kind, entries[1].Key, entries[1].From, entries[1].Details));
        Assert.Equal(("run", "3", "a charge-back", Account.Id), (entries[2].Kind, entries[2].Key, entries[2].Reason, entries[2].Person));
        Assert.DoesNotContain("4929", entries[2].Details, StringComparison.Ordinal);
        Assert.True(Verify().Holds);
    }

    [Theory]
    [InlineData("UPDATE audit_entries SET Reason = 'because'", "are not changed")]
    [InlineData("DELETE FROM audit_entries", "are not removed")]
    [InlineData("INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries", "follow each other")]
    [InlineData("INSERT INTO audit_entries SELECT 5, At, ActorId, ActorName, \"From\", Action, Kind, \"Key\", Before, After, Details, Person, Reason, "
        + "Hash, Hash FROM audit_entries", "follow each other")]
    public async Task Entries_ChangedInTheDatabase_AreRefusedByIt(string sql, string words)
    {
        await AddAsync();

        var refused = await Assert.ThrowsAsync<SqliteException>(() => SqlAsync(sql));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.True(Verify().Holds);
    }

    [Fact]
    public async Task Save_ByAContextThatRecordsNothing_IsRefused()
    {
        var options = new DbContextOptionsBuilder<InvestigatorContext>().UseSqlite(Data.ConnectionString).Options;
        await using var context = new InvestigatorContext(options) { Actor = Actor.Local };
        context.Datasets.Add(Dataset("shop"));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => context.SaveChangesAsync(Cancel));

        Assert.Contains("recorded nowhere", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A personal value of a row that is about no one could be sealed under no key.</summary>
    [Fact]
    public async Task Model_PersonalValues_AreOfRowsThatSayWhose()
    {
        await using var context = await Contexts.CreateDbContextAsync(Cancel);
        var personal = context.Model.GetEntityTypes().Where(t => t.GetProperties().Any(AuditedColumns.IsPersonal)).Select(t => t.ClrType);

        Assert.All(personal, static type => Assert.True(typeof(IOfPerson).IsAssignableFrom(type), type.Name));
    }

    private AuditVerdict Verify() => AuditVerification.Of(Data.Path, Cancel);

    private static Dictionary<string, JsonElement> Json(string? text) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text!)!;

    private async Task<int> AddAsync()
    {
        await using var context = await Contexts.OpenAsync(Actor.Local, Permission.LoadData, Cancel);
        var row = Dataset("shop");
        context.Datasets.Add(row);
        await context.SaveChangesAsync(Cancel);
        return row.Id;
    }

    private async Task<List<AuditEntryEntity>> EntriesAsync()
    {
        await using var context = await Contexts.CreateDbContextAsync(Cancel);
        return await context.AuditEntries.AsNoTracking().OrderBy(e => e.Id).ToListAsync(Cancel);
    }

    private static DatasetEntity Dataset(string name) => new() { Name = name, Folder = $"folder of {name}", Fingerprint = "f", TransactionCount = 3 };
}
