using Investigator.Access;
using Investigator.Audit;
using Investigator.Engine.Core;
using Investigator.Storage;
using Investigator.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Audit;

/// <summary>Whatever is done to the record past everything that guards it is found, and the first entry that it was done to is named.</summary>
public sealed class AuditVerificationTests : PageTest
{
    private const string Columns = "At, ActorId, ActorName, \"From\", Action, Kind, \"Key\", Before, After, Details, Person, Reason, Previous, Hash";

    // Moved out of the way first: no two entries may have the same number meanwhile.
    private const string MoveUp = "UPDATE audit_entries SET Id = -Id - 1 WHERE Id >= 4; UPDATE audit_entries SET Id = -Id WHERE Id < 0;";
    private const string MoveDown = "UPDATE audit_entries SET Id = 1 - Id WHERE Id > 4; UPDATE audit_entries SET Id = -Id WHERE Id < 0;";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_AsItWasWritten_Holds()
    {
        await RecordAsync(9);
        await AnchorAsync();

        var verdict = AuditVerification.Of(Data.Path, Cancel);

        Assert.True(verdict.Holds, string.Join("\n", verdict.Problems));
        Assert.Equal((9, 1), (verdict.Entries, verdict.Anchors));
    }

    [Theory]
    [InlineData("UPDATE audit_entries SET Details = 'something else' WHERE Id = 4", "entry 4 was changed")]
    [InlineData("UPDATE audit_entries SET Reason = '' WHERE Id = 4", "entry 4 was changed")]
    [InlineData("UPDATE audit_entries SET At = '2020-01-01 00:00:00.0000000' WHERE Id = 4", "entry 4 was changed")]
    [InlineData("UPDATE audit_entries SET Details = x'00' WHERE Id = 4", "entry 4 was changed")]
    [InlineData("UPDATE audit_entries SET ActorName = Details, Details = ActorName WHERE Id = 4", "entry 4 was changed")]
    [InlineData("UPDATE audit_entries SET Hash = (SELECT Hash FROM audit_entries WHERE Id = 3) WHERE Id = 4", "entry 4 was changed")]
    [InlineData("UPDATE audit_entries SET Previous = Hash WHERE Id = 4", "entry 4 does not follow entry 3")]
    [InlineData("DELETE FROM audit_entries WHERE Id = 4", "entry 4 was removed")]
    [InlineData("DELETE FROM audit_entries WHERE Id <= 2", "entries 1 to 2 were removed")]
    [InlineData("DELETE FROM audit_entries WHERE Id BETWEEN 4 AND 6", "entries 4 to 6 were removed")]
    [InlineData("DELETE FROM audit_entries WHERE Id = 4; " + MoveDown, "entry 4 does not follow entry 3")]
    [InlineData("UPDATE audit_entries SET Id = 100 WHERE Id = 4; UPDATE audit_entries SET Id = 4 WHERE Id = 6; UPDATE audit_entries SET Id = 6 WHERE Id = 100",
        "entry 4 is not in its place: what followed entry 3 stands at 6")]
    public async Task Verify_EntriesChangedRemovedOrMoved_NamesTheFirst(string sql, string words)
    {
        await RecordAsync(9);

        await TamperAsync(sql);

        var verdict = AuditVerification.Of(Data.Path, Cancel);
        Assert.False(verdict.Holds);
        Assert.StartsWith(words, verdict.Problems[0], StringComparison.Ordinal);
    }

    /// <summary>Whoever knows how entries are hashed can make one that follows the one before it; the next one still gives it away.</summary>
    [Fact]
    public async Task Verify_EntryMadeAndPutBetweenOthers_IsNamed()
    {
        await RecordAsync(9);

        await TamperAsync(MoveUp);
        await ForgeAsync(4);

        Assert.Equal("entry 4 was added afterwards", AuditVerification.Of(Data.Path, Cancel).Problems[0]);
    }

    [Theory]
    [InlineData(8, "entry 9, the last one then, was removed (anchor 2026-03-01.json)")]
    [InlineData(5, "entries 6 to 9 were removed from the end (anchor 2026-03-01.json)")]
    [InlineData(0, "entries 1 to 9 were removed from the end (anchor 2026-03-01.json)")]
    public async Task Verify_EndCutOff_IsFoundByTheAnchor(int left, string words)
    {
        await RecordAsync(9);
        await AnchorAsync();

        await TamperAsync($"DELETE FROM audit_entries WHERE Id > {left}");

        Assert.Equal(words, Assert.Single(AuditVerification.Of(Data.Path, Cancel).Problems, static p => p.Contains("anchor", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Verify_EndWrittenAnew_IsFoundByTheAnchor()
    {
        await RecordAsync(9);
        await AnchorAsync();

        await TamperAsync("DELETE FROM audit_entries WHERE Id > 6");
        await RecordAsync(5);

        Assert.Contains("entry 9, or one before it, is not what it was then", Problems(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WholeRecordBegunAnew_IsFoundByTheAnchor()
    {
        await RecordAsync(9);
        await AnchorAsync();

        await TamperAsync("DELETE FROM audit_entries");
        await RecordAsync(12);

        Assert.Contains("this is another record: it was begun anew (anchor 2026-03-01.json)", Problems(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AnchorChanged_IsSaid()
    {
        await RecordAsync(9);
        await AnchorAsync();
        var file = Assert.Single(Directory.GetFiles(Data.Audit));
        var text = await File.ReadAllTextAsync(file, Cancel);
        await File.WriteAllTextAsync(file, text.Replace("\"entries\": 9", "\"entries\": 5", StringComparison.Ordinal), Cancel);

        Assert.Contains("the anchor 2026-03-01.json cannot be relied on", Problems(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_GuardsTakenAway_IsSaid()
    {
        await RecordAsync(1);
        await SqlAsync("DROP TRIGGER audit_entries_are_not_changed");

        Assert.Equal("the database's own guard audit_entries_are_not_changed was taken away", Problems());
    }

    [Fact]
    public void Verify_NoDatabase_IsRefused()
    {
        using var empty = new TempFolder();

        var refused = Assert.Throws<InputException>(() => AuditVerification.Of(empty.Path, Cancel));

        Assert.Contains("there is no database", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>EF makes no triggers: a migration that rebuilds the table of entries would leave it unguarded.</summary>
    [Fact]
    public void Verify_NewestSchema_HasItsGuards() => Assert.Empty(AuditVerification.Of(Data.Path, Cancel).Problems);

    [Fact]
    public async Task Anchor_OfTheDay_FollowsTheRecordAndIsNeverWrittenOverWithLess()
    {
        await RecordAsync(3);
        await AnchorAsync();
        await RecordAsync(2);
        await AnchorAsync();
        Assert.Equal(5, Anchor().Entries);

        await TamperAsync("DELETE FROM audit_entries WHERE Id > 4");
        await AnchorAsync();
        Assert.Equal(5, Anchor().Entries);

        await RecordAsync(6);
        await AnchorAsync();
        Assert.Equal(5, Anchor().Entries);
    }

    [Fact]
    public async Task Anchoring_EachDayAndAtTheStop_LeavesAnAnchor()
    {
        var clock = new HandClock();
        await RecordAsync(1);
        using var service = new AuditAnchoring(Anchors(clock), clock);
        await service.StartAsync(Cancel);
        for (var hour = 0; hour < 24; hour++)
        {
            clock.Pass(TimeSpan.FromHours(1));
            await Task.Yield();
        }

        await RecordAsync(1);
        await service.StopAsync(Cancel);

        var newest = AuditAnchor.AllIn(Data.Audit)[^1];
        Assert.Equal(("2026-03-02.json", 2), (newest.File, newest.Anchor!.Entries));
    }

    private string Problems() => string.Join("\n", AuditVerification.Of(Data.Path, Cancel).Problems);

    private AuditAnchor Anchor() => AuditAnchor.Read(Path.Combine(Data.Audit, "2026-03-01.json")).Anchor!;

    private Task AnchorAsync() => Anchors(new HandClock()).WriteAsync(Cancel);

    private AnchorWriter Anchors(TimeProvider clock) => ActivatorUtilities.CreateInstance<AnchorWriter>(Services, clock);

    private async Task RecordAsync(int entries)
    {
        var log = Services.GetRequiredService<AuditLog>();
        for (var i = 0; i < entries; i++) await log.RecordAsync(Actor.Local, AuditAction.Exported, $"run {i}", "12 rows", cancel: Cancel);
    }

    private async Task TamperAsync(string sql)
    {
        foreach (var guard in AuditChain.Guards) await SqlAsync($"DROP TRIGGER IF EXISTS {guard}");
        await SqlAsync(sql);
    }

    /// <summary>An entry with a hash of its own that fits the one before it.</summary>
    private async Task ForgeAsync(long id)
    {
        await using var database = new SqliteConnection(Data.ConnectionString);
        await database.OpenAsync(Cancel);
        await using var read = database.CreateCommand();
        read.CommandText = $"SELECT {AuditChain.ColumnList}, Hash FROM audit_entries WHERE Id = {id - 1}";
        string?[] values;
        await using (var reader = await read.ExecuteReaderAsync(Cancel))
        {
            await reader.ReadAsync(Cancel);
            values = [.. Enumerable.Range(0, AuditRow.Columns.Length - 1).Select(i => reader.GetValue(i) as string), reader.GetString(AuditRow.Columns.Length)];
        }

        var forged = new AuditRow { Id = id, Values = values };
        await using var write = database.CreateCommand();
        write.CommandText = $"INSERT INTO audit_entries (Id, {Columns}) VALUES ({id}, {string.Join(", ", values.Select((_, i) => $"$v{i}"))}, $hash)";
        for (var i = 0; i < values.Length; i++) write.Parameters.AddWithValue($"$v{i}", (object?)values[i] ?? DBNull.Value);
        write.Parameters.AddWithValue("$hash", forged.ComputeHash());
        await write.ExecuteNonQueryAsync(Cancel);
    }
}
