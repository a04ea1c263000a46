using Investigator.Access;
using Investigator.Audit;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Audit;

/// <summary>What was recorded is read again as people understand it, and what was erased is not.</summary>
public sealed class AuditQueriesTests : PageTest
{
    private static readonly Actor Ada = new("0b7f4b0e-0f6c-4a1c-8f0e-7d5a3f1c9e21", "Ada Lovelace", ActorKind.Person)
    {
        Rights = AccessPolicy.All,
        From = "192.0.2.7",
    };

    private static readonly Actor Charles = Ada with { Id = "6a1f9d1c-7f37-4d6e-9d5a-1b2c3d4e5f60", Name = "Charles Babbage" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AuditQueries Queries => Services.GetRequiredService<AuditQueries>();

    private AuditLog Log => Services.GetRequiredService<AuditLog>();

    [Fact]
    public async Task Page_SealedEntries_AreReadOpen()
    {
        await Log.RecordAsync(Ada, AuditAction.Revealed, "run 3", "4929 1234", "a charge-back", Charles.Id, Cancel);

        var line = Assert.Single((await Queries.PageAsync(new AuditFilter(), null, 10, Cancel)).Lines);

        Assert.Equal(("Ada Lovelace", "192.0.2.7", "4929 1234"), (line.ActorName, line.From, line.Details));
        Assert.Equal(("run 3", "a charge-back"), (line.Subject, line.Reason));
    }

    [Fact]
    public async Task Page_ByPage_ShowsEveryEntryOnceNewestFirst()
    {
        for (var i = 1; i <= 25; i++) await Log.RecordAsync(Ada, AuditAction.Exported, $"run {i}", cancel: Cancel);

        var (seen, below, pages) = (new List<long>(), (long?)null, 0);
        do
        {
            var page = await Queries.PageAsync(new AuditFilter(), below, 10, Cancel);
            seen.AddRange(page.Lines.Select(static l => l.Id));
            (below, pages) = (page.Older, pages + 1);
        }
        while (below is not null);

        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(static i => (long)i), seen);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task Page_Filtered_HoldsWhatFits()
    {
        await Log.RecordAsync(Ada, AuditAction.Exported, "run 1", "transactions.csv, 100% of 12 rows", cancel: Cancel);
        await Log.RecordAsync(Charles, AuditAction.Exported, "run 2", "findings.csv", cancel: Cancel);
        await Log.RecordAsync(Charles, AuditAction.SignedIn, "user 7", cancel: Cancel);
        await AddDatasetAsync("a shop in Paris");

        Assert.Equal([1], await IdsAsync(new AuditFilter { Who = Ada.Id }));
        Assert.Equal([2, 1], await IdsAsync(new AuditFilter { Action = AuditAction.Exported }));
        Assert.Equal([2], await IdsAsync(new AuditFilter { Kind = "run", Key = "2" }));
        Assert.Equal([4], await IdsAsync(new AuditFilter { Text = "in paris" }));
        Assert.Equal([1], await IdsAsync(new AuditFilter { Text = "100%" }));
        Assert.Empty(await IdsAsync(new AuditFilter { Text = "1%f" }));
        Assert.Empty(await IdsAsync(new AuditFilter { To = new DateOnly(2020, 1, 1) }));
        Assert.Equal([4, 3, 2, 1], await IdsAsync(new AuditFilter { From = new DateOnly(2020, 1, 1) }));
    }

    [Fact]
    public async Task Actors_AfterSeveralEntries_AreOnceEachByName()
    {
        await Log.RecordAsync(Charles, AuditAction.SignedIn, "user 7", cancel: Cancel);
        await Log.RecordAsync(Ada with { Name = "Ada Byron" }, AuditAction.SignedIn, "user 8", cancel: Cancel);
        await Log.RecordAsync(Ada, AuditAction.SignedOut, "user 8", cancel: Cancel);

        Assert.Equal(["Ada Lovelace", "Charles Babbage"], (await Queries.ActorsAsync(Cancel)).Select(static a => a.Name));
        Assert.Equal(["user"], await Queries.KindsAsync(Cancel));
    }

    [Fact]
    public async Task Erase_APerson_MakesTheirValuesUnreadableAndTheChainStillHolds()
    {
        await Log.RecordAsync(Ada, AuditAction.SignedIn, "user 7", cancel: Cancel);
        await Log.RecordAsync(Charles, AuditAction.Revealed, "run 3", "4929 1234", "a charge-back", Ada.Id, Cancel);
        var key = await KeyAsync(Ada.Id);

        await EraseAsync(Ada.Id, "she asked for it");
        await Log.RecordAsync(Ada, AuditAction.SignedIn, "user 7", cancel: Cancel);

        var lines = (await Queries.PageAsync(new AuditFilter(), null, 10, Cancel)).Lines;
        Assert.Equal(["(erased)", "Charles Babbage", "Charles Babbage", "(erased)"], lines.Select(static l => l.ActorName));
        Assert.Equal("(erased)", lines[2].Details);
        Assert.Equal((AuditAction.Erased, $"person {Ada.Id}", "she asked for it"), (lines[1].Action, lines[1].Subject, lines[1].Reason));
        Assert.True(AuditVerification.Of(Data.Path, Cancel).Holds);

        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(Data.Path, "investigator.db*")) Assert.False(Holds(await File.ReadAllBytesAsync(file, Cancel), key), file);
    }

    [Theory]
    [InlineData("", "there is no reason")]
    [InlineData("because", "nothing is kept")]
    public async Task Erase_WithoutAReasonOrAPerson_IsRefused(string reason, string words)
    {
        var refused = await Assert.ThrowsAsync<InputException>(() => EraseAsync(Ada.Id, reason));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Empty((await Queries.PageAsync(new AuditFilter(), null, 10, Cancel)).Lines);
    }

    [Fact]
    public async Task Erase_ByWhoeverMayNot_IsRefused()
    {
        await Log.RecordAsync(Ada, AuditAction.SignedIn, "user 7", cancel: Cancel);
        var supervisor = Charles with { Rights = AccessPolicy.Of([Role.Supervisor]) };

        await Assert.ThrowsAsync<NotAllowedException>(
            () => Services.GetRequiredService<ErasePerson>().HandleAsync(supervisor, Ada.Id, "because", Cancel));

        Assert.Equal("Ada Lovelace", (await Queries.PageAsync(new AuditFilter(), null, 10, Cancel)).Lines[0].ActorName);
    }

    /// <summary>What was kept under keys that are gone is said to be unreadable, and recording goes on under new ones.</summary>
    [Fact]
    public async Task Page_KeysOfTheAppLost_SaysSoAndRecordingGoesOn()
    {
        await Log.RecordAsync(Ada, AuditAction.SignedIn, "user 7", cancel: Cancel);
        await SqlAsync("UPDATE person_keys SET Wrapped = x'0102'");

        await Log.RecordAsync(Ada, AuditAction.SignedOut, "user 7", cancel: Cancel);

        var lines = (await Queries.PageAsync(new AuditFilter(), null, 10, Cancel)).Lines;
        Assert.Equal(["Ada Lovelace", SealedText.UnreadableWords], lines.Select(static l => l.ActorName));
    }

    private Task EraseAsync(string person, string reason) => Services.GetRequiredService<ErasePerson>().HandleAsync(Charles, person, reason, Cancel);

    private async Task<IEnumerable<long>> IdsAsync(AuditFilter filter) =>
        (await Queries.PageAsync(filter, null, 10, Cancel)).Lines.Select(static l => l.Id);

    private async Task<byte[]> KeyAsync(string person)
    {
        await using var context = await Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync(Cancel);
        return (await context.PersonKeys.SingleAsync(k => k.PersonId == person, Cancel)).Wrapped!;
    }

    private async Task AddDatasetAsync(string name)
    {
        await using var context = await Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().OpenAsync(Charles, Permission.LoadData, Cancel);
        context.Datasets.Add(new DatasetEntity { Name = name, Folder = "folder", Fingerprint = "f" });
        await context.SaveChangesAsync(Cancel);
    }

    private static bool Holds(byte[] file, byte[] key) => file.AsSpan().IndexOf(key.AsSpan(0, 32)) >= 0;
}
