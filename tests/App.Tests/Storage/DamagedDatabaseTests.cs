using System.Net;
using Investigator.Composition;
using Investigator.Engine.Core;
using Investigator.Selections;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Investigator.App.Tests.Storage;

/// <summary>A database file that cannot be used: every start says which file, what is wrong and what to do, and changes nothing.</summary>
public sealed class DamagedDatabaseTests : IDisposable
{
    private const int Page = 4096;

    private readonly TempFolder _folder = new();

    private string Database => _folder.File("investigator.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("header garbage", "not a database")]
    [InlineData("truncated", "damaged")]
    [InlineData("cut to a few bytes", "not a database")]
    [InlineData("page overwritten", "damaged")]
    [InlineData("a text", "not a database")]
    [InlineData("a folder", "is a folder")]
    [InlineData("log garbage", "log of the last writes")]
    [InlineData("log flipped", "log of the last writes")]
    public async Task Start_DamagedDatabase_SaysWhichFileAndWhatToDoAndChangesNothing(string damage, string said)
    {
        await MakeAsync();
        Damage(damage);
        var before = FolderHashes.Of(_folder.Path, IsNotItself);

        var refused = await Assert.ThrowsAsync<InputException>(StartAsync);

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Contains(Database, refused.Message, StringComparison.Ordinal);
        Assert.Contains("backup", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, FolderHashes.Of(_folder.Path, IsNotItself));
    }

    /// <summary>A kill in the middle of a write leaves a log that ends anywhere: whatever lies before is read, and nothing is refused.</summary>
    [Fact]
    public async Task Start_LogThatEndsAnywhere_Opens()
    {
        await MakeAsync();
        var log = await File.ReadAllBytesAsync(Database + "-wal");
        var random = new Random(5);
        for (var i = 0; i < 12; i++)
        {
            await File.WriteAllBytesAsync(Database + "-wal", log[..random.Next(log.Length)]);
            File.Delete(Database + "-shm");
            Assert.NotEqual(LogState.Damaged, WriteAheadLog.Read(Database + "-wal"));
        }

        await File.WriteAllBytesAsync(Database + "-wal", log);
        Assert.Equal(LogState.Sound, WriteAheadLog.Read(Database + "-wal"));
        await StartAsync();
    }

    /// <summary>SQLite leaves out whatever lies behind the flipped bit, acknowledged or not: of the last write alone it cannot be told which.</summary>
    [Fact]
    public async Task Log_AfterAnyFlippedBit_IsNeverTakenForSound()
    {
        await MakeAsync();
        var path = Database + "-wal";
        var log = await File.ReadAllBytesAsync(path);
        var frame = 24 + Page;
        var frames = (log.Length - 32) / frame;
        var last = Enumerable.Range(0, frames - 1).Last(i => log.AsSpan(32 + (i * frame) + 4, 4).ContainsAnyExcept((byte)0)) + 1;
        Assert.True(last > 1);
        int[] places = [.. Enumerable.Range(0, 32), .. Enumerable.Range(0, frames).SelectMany(i => Enumerable.Range(32 + (i * frame), 28))];
        foreach (var place in places)
        {
            var damaged = log.ToArray();
            damaged[place] ^= (byte)(1 << (place % 8));
            await File.WriteAllBytesAsync(path, damaged);
            var (isLast, found) = (place >= 32 + (last * frame), WriteAheadLog.Read(path));
            Assert.True(isLast ? found != LogState.Sound : found == LogState.Damaged, $"{found} with byte {place} of {log.Length}, last write in frame {last}");
        }
    }

    [Fact]
    public async Task Log_BehindWhichAnEarlierOneLies_IsSound()
    {
        await MakeAsync();
        var log = await File.ReadAllBytesAsync(Database + "-wal");
        var former = log[32..];
        for (var at = 8; at < former.Length; at += 24 + Page)
        {
            former[at] ^= 0x5a;
            former[at + 4] ^= 0x5a;
        }

        await File.WriteAllBytesAsync(Database + "-wal", [.. log, .. former]);
        Assert.Equal(LogState.Sound, WriteAheadLog.Read(Database + "-wal"));
    }

    /// <summary>"Nothing was changed" holds for a log as well, which whoever opens a database to write puts into it at the end.</summary>
    [Fact]
    public async Task Check_OfADatabaseWithALog_LeavesBothAsTheyAre()
    {
        await MakeAsync();
        var before = FolderHashes.Of(_folder.Path, IsNotItself);
        using var data = DataFolder.Open(_folder.Path);
        await new DatabaseCheck(data, NullLogger<DatabaseCheck>.Instance).RequireAsync(TestContext.Current.CancellationToken);
        data.Dispose();
        Assert.Equal(before, FolderHashes.Of(_folder.Path, IsNotItself));
    }

    [Fact]
    public async Task LastStop_OfALargeDatabase_TellsAnotherFileByItsTime()
    {
        await MakeAsync();
        var mark = DatabaseMark.Of(Database, mostBytes: 100);
        Assert.Null(mark.Sha256);
        Assert.False(mark.IsOther(Database));
        File.SetLastWriteTimeUtc(Database, File.GetLastWriteTimeUtc(Database).AddSeconds(1));
        Assert.True(mark.IsOther(Database));
        Assert.False(DatabaseMark.Of(Database, long.MaxValue).IsOther(Database));
    }

    [Fact]
    public async Task Start_DatabaseOfALaterVersion_IsRefusedByName()
    {
        await MakeAsync();
        await ExecuteAsync("INSERT INTO __EFMigrationsHistory VALUES ('20991231000000_Later', '99.0.0')");
        await File.WriteAllTextAsync(Database + ".before-20991231000000_Later", "as it was before");

        var refused = await Assert.ThrowsAsync<InputException>(StartAsync);

        Assert.Contains("20991231000000_Later", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Database + ".before-20991231000000_Later", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_DamagedDatabase_EndsWithCode2AndNoReport()
    {
        await MakeAsync();
        Damage("page overwritten");
        foreach (var command in (string[])["serve", "adopt"])
        {
            using var process = AppProcess.Start(command, "--data", _folder.Path);
            Assert.True(await process.ExitAsync(TimeSpan.FromMinutes(1)) == 2, process.Output);
            Assert.Contains("is damaged", process.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("should not have happened", process.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Serve_DamageMetLater_IsSaidCalmlyOnPagesAndToPrograms()
    {
        using var data = DataFolder.Open(_folder.Path);
        await using var app = await WebServer.BuildAsync(data, "http://127.0.0.1:0");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = await SignedIn.ClientAsync(app.Services);
        SqliteConnection.ClearAllPools();
        await using (var file = new FileStream(Database, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = Page;
            await file.WriteAsync(Enumerable.Repeat((byte)0x5a, (int)(file.Length - Page)).ToArray());
        }

        using var page = await http.GetAsync(new Uri("/runs", UriKind.Relative));
        using var answer = await http.GetAsync(new Uri("/api/runs/1/findings.csv", UriKind.Relative));

        Assert.Contains("The database is damaged", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("The database is damaged", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    private static bool IsNotItself(string name) => name is "lock" || name.EndsWith("-shm", StringComparison.Ordinal);

    private void Damage(string damage)
    {
        var (bytes, log) = (File.ReadAllBytes(Database), File.ReadAllBytes(Database + "-wal"));
        switch (damage)
        {
            case "header garbage":
                Array.Fill(bytes, (byte)7, 0, 64);
                break;
            case "truncated":
                bytes = bytes[..(bytes.Length / 2)];
                break;
            case "cut to a few bytes":
                bytes = bytes[..11];
                break;
            case "page overwritten":
                Array.Fill(bytes, (byte)0x5a, Page * 2, Page * 4);
                break;
            case "a text":
                bytes = [.. Enumerable.Repeat((byte)'x', 9000)];
                break;
            case "log garbage":
                Array.Fill(log, (byte)7, 0, 64);
                break;
            case "log flipped":
                log[32 + 24 + 100] ^= 1;
                break;
            default:
                File.Delete(Database);
                Directory.CreateDirectory(Database);
                return;
        }

        File.WriteAllBytes(Database, bytes);
        if (damage.StartsWith("log", StringComparison.Ordinal)) File.WriteAllBytes(Database + "-wal", log);
        else File.Delete(Database + "-wal");
    }

    /// <summary>A database as a kill leaves it, with what was written last in its log alone.</summary>
    private async Task MakeAsync()
    {
        await StartAsync();
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        await using (var command = connection.CreateCommand())
        {
            for (var i = 0; i < 5; i++)
            {
                command.CommandText = $"PRAGMA wal_autocheckpoint = 0; INSERT INTO installation VALUES ('{i}'); DELETE FROM installation WHERE id = '{i}'";
                await command.ExecuteNonQueryAsync();
            }
        }

        foreach (var end in (string[])["", "-wal"]) File.Copy(Database + end, Database + end + ".killed");
        await connection.CloseAsync();
        foreach (var end in (string[])["", "-wal"]) File.Move(Database + end + ".killed", Database + end, overwrite: true);
    }

    private async Task StartAsync()
    {
        using var data = DataFolder.Open(_folder.Path);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStore(data).AddRuns().AddImports()
            .BuildServiceProvider();
        await services.MigrateStoreAsync();
        await services.GetRequiredService<Execution.StartupRecovery>().RunAsync();
        SqliteConnection.ClearAllPools();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
