using Investigator.App.Tests.Formats;
using Investigator.Composition;
using Investigator.Engine.Core;
using Investigator.Storage;
using Investigator.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Storage;

/// <summary>A database of an earlier version is brought to this one's schema wholly or not at all.</summary>
public sealed class SchemaMigrationTests : IDisposable
{
    private const string Schema = "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL ORDER BY name";

    private static readonly string[] Tables = ["datasets", "runs", "rules", "selections"];

    private readonly TempFolder _folder = new();
    private readonly string _database;

    public SchemaMigrationTests() => _database = Path.Combine(FrozenFolder.Unpack("6add82b", "data", _folder.File("data")), "investigator.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    // An index of that name elsewhere: when the migration meets it, the table has been rebuilt and that is committed.
    [Theory]
    [InlineData("IX_rules_RunId_Code")]
    [InlineData("IX_selections_RunId")]
    public async Task Migrate_FailsHalfWay_LeavesTheDatabaseAsItWasAndGoesThroughOnceMended(string index)
    {
        var rows = Rows();
        Execute($"DROP INDEX {index}; CREATE INDEX {index} ON datasets (Name)");
        var schema = Texts(Schema);

        var failed = await Assert.ThrowsAsync<InputException>(MigrateAsync);
        Assert.Contains(index, failed.Message, StringComparison.Ordinal);
        Assert.Equal(schema, Texts(Schema));

        Execute($"DROP INDEX {index}");
        await MigrateAsync();
        Assert.Equal(rows, Rows());
        Assert.Equal(await NewSchemaAsync(), Texts(Schema));
    }

    [Fact]
    public async Task Migrate_AfterAKillInTheMiddle_StartsAgainFromTheDatabase()
    {
        var rows = Rows();
        foreach (var end in (string[])["", "-wal", "-shm", "-journal"]) await File.WriteAllTextAsync(_database + ".migrating" + end, "half a database");

        await MigrateAsync();

        Assert.Equal(rows, Rows());
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_database)!, "*.migrating*"));
    }

    [Fact]
    public async Task Migrate_DatabaseOfBefore_KeepsACopyOfItUntilTheNext()
    {
        var schema = Texts(Schema);
        await File.WriteAllTextAsync(_database + ".before-20250101000000_First", "a copy of an earlier migration");

        await MigrateAsync();
        await MigrateAsync();

        var copy = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_database)!, "*.before-*"));
        Assert.Equal(schema, Texts(Schema, copy));
        Assert.Equal(["4"], Texts("SELECT CAST(count(*) AS TEXT) FROM selections", copy));
    }

    [Fact]
    public async Task Migrate_NewFolder_KeepsNoCopy()
    {
        await NewSchemaAsync();

        Assert.Empty(Directory.GetFiles(_folder.File("new"), "*.before-*"));
    }

    [Fact]
    public async Task Migrate_FolderThatLostItsMark_TakesTheCopyForItsOwn()
    {
        await MigrateAsync();
        File.Delete(_folder.File("data/.investigator"));

        await MigrateAsync();
    }

    // A process that was killed while it migrated: whoever comes next would wait for its lock for ever.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Migrate_LockOfAKilledProcess_IsCleared(bool current)
    {
        if (current) await MigrateAsync();
        Execute("INSERT INTO __EFMigrationsLock VALUES (1, '2026-11-28 15:00:00')");

        await MigrateAsync().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Empty(Texts("SELECT Timestamp FROM __EFMigrationsLock"));
    }

    private async Task<List<string>> NewSchemaAsync()
    {
        await MigrateAsync("new");
        return Texts(Schema, _folder.File("new/investigator.db"));
    }

    private Task MigrateAsync() => MigrateAsync("data");

    private async Task MigrateAsync(string folder)
    {
        using var data = DataFolder.Open(_folder.File(folder));
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStore(data).BuildServiceProvider();
        await services.MigrateStoreAsync(TestContext.Current.CancellationToken);
        SqliteConnection.ClearAllPools();
    }

    private List<string> Rows() => [.. Tables.SelectMany(table => Texts($"SELECT '{table} ' || Id FROM {table} ORDER BY Id"))];

    private List<string> Texts(string sql, string? database = null)
    {
        using var connection = Connect(database ?? _database);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }

    private void Execute(string sql)
    {
        using var connection = Connect(_database);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Connect(string database)
    {
        var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        return connection;
    }
}
