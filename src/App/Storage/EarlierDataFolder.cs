using System.Reflection;
using System.Text.RegularExpressions;
using Investigator.Engine.Core;
using Investigator.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Investigator.Storage;

/// <summary>A data folder of the version before folders were marked: told by its database, which bears our migrations and names what is in it.</summary>
internal sealed partial class EarlierDataFolder
{
    /// <summary>The folder below the asked one in which <c>demo</c> works.</summary>
    public const string DemoName = "demo";

    private readonly string _path;
    private readonly HashSet<string> _datasets;
    private readonly HashSet<string> _runs;
    private readonly HashSet<string> _finished;
    private readonly string? _installation;

    private EarlierDataFolder(string path, SqliteConnection database)
    {
        _path = path;
        _datasets = Names(database, "SELECT Folder FROM datasets");
        _runs = Names(database, "SELECT Folder FROM runs");
        _finished = Names(database, "SELECT Folder FROM runs WHERE Status = 'Finished'");
        var identified = Names(database, "SELECT name FROM sqlite_master WHERE name = 'installation'").Count > 0;
        _installation = identified ? Names(database, "SELECT id FROM installation").FirstOrDefault() : null;
    }

    /// <summary>Whether its database bears one of our migrations. Nothing is written, not even beside the database.</summary>
    public static bool IsOne(string path)
    {
        var file = Path.Combine(path, DataFolder.DatabaseName);
        if (!File.Exists(file)) return false;
        string[] logs = [file + "-wal", file + "-journal"];
        var pending = logs.Where(static log => new FileInfo(log) is { Exists: true, Length: > 0 }).ToList();
        if (pending.Count == 0) return BearsOurMigrations($"{new Uri(Path.GetFullPath(file)).AbsoluteUri}?immutable=1", SqliteOpenMode.ReadOnly);

        // After a kill all that the database holds may still be in its log, which a reader applies by writing: to a copy, then.
        var copy = Directory.CreateTempSubdirectory("investigator-");
        try
        {
            foreach (var part in (string[])[file, .. pending]) File.Copy(part, Path.Combine(copy.FullName, Path.GetFileName(part)));
            return BearsOurMigrations(Path.Combine(copy.FullName, DataFolder.DatabaseName), SqliteOpenMode.ReadWrite);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    /// <exception cref="InputException">Its database does not say what is in it.</exception>
    public static EarlierDataFolder Read(string path)
    {
        try
        {
            using var database = Open(Path.Combine(path, DataFolder.DatabaseName), SqliteOpenMode.ReadWrite);
            return new EarlierDataFolder(path, database);
        }
        catch (SqliteException e)
        {
            throw new InputException(
                $"the database of the data folder {path} cannot be read ({e.Message})", expected: "the database as Investigator left it: nothing was changed");
        }
    }

    /// <summary>What neither the database names nor the version before could have left.</summary>
    public IReadOnlyList<string> Strangers() =>
    [
        .. Entries("", name => TopFile().IsMatch(name) || TopFolder().IsMatch(name) || (name is "scratch" or "trash" && IsMarked(name))),
        .. Entries("datasets", name => _datasets.Contains(name) || DatasetName().IsMatch(name)),
        .. Entries("runs", name => _runs.Contains(name) || (name.StartsWith(".work-", StringComparison.Ordinal) && _runs.Contains(name[6..]))),
    ];

    /// <summary>Marks the folder, what its database names, and what the version before left when it was killed.</summary>
    public OwnedFolder Mark()
    {
        var id = _installation ?? Guid.NewGuid().ToString("N");
        Each("datasets", name => _datasets.Contains(name) ? FolderUse.Kept : name.StartsWith(".loading-", StringComparison.Ordinal) ? FolderUse.Work : null);
        Each("runs", name => _finished.Contains(name) ? FolderUse.Kept : FolderUse.Work);
        Each("uploads", name => Identifier().IsMatch(name) ? FolderUse.Work : null);
        Each("", name => Spill().IsMatch(name) || name == "scratch" ? FolderUse.Work : name == "trash" ? FolderUse.Data : null);

        // Last: a kill before this leaves a folder that the next start takes for an earlier version's again.
        return OwnedFolder.Mark(_path, FolderUse.Data, id);

        void Each(string part, Func<string, FolderUse?> use)
        {
            var parent = Path.Combine(_path, part);
            if (!Directory.Exists(parent)) return;
            foreach (var folder in Directory.GetDirectories(parent))
            {
                if (use(Path.GetFileName(folder)) is { } found) OwnedFolder.Mark(folder, found, id);
            }
        }
    }

    private IEnumerable<string> Entries(string part, Func<string, bool> known)
    {
        var parent = Path.Combine(_path, part);
        if (!Directory.Exists(parent)) return [];
        var names = Directory.EnumerateFileSystemEntries(parent).Select(e => Path.GetFileName(e));
        return names.Where(name => !known(name)).Select(name => Path.Combine(part, name));
    }

    private bool IsMarked(string name) => OwnedFolder.Find(Path.Combine(_path, name)) is not null;

    private static bool BearsOurMigrations(string source, SqliteOpenMode mode)
    {
        try
        {
            using var database = Open(source, mode);
            var types = typeof(InvestigatorContext).Assembly.GetTypes();
            var ours = types.Select(static t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().ToHashSet();
            return Names(database, "SELECT MigrationId FROM __EFMigrationsHistory").Overlaps(ours);
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static SqliteConnection Open(string source, SqliteOpenMode mode)
    {
        var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = false }.ToString());
        database.Open();
        return database;
    }

    private static HashSet<string> Names(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    [GeneratedRegex(@"^(investigator\.db(\.before-\w+|(\.migrating)?(-wal|-shm|-journal)?)|lock|last-stop\.json(\.new)?|\.investigator\.new|duckdb_temp_.*)$")]
    private static partial Regex TopFile();

    [GeneratedRegex(@"^(datasets|runs|uploads|drafts|imports|errors|demo|lost\+found|(ingest|simulation)-[0-9a-f]{32})$")]
    private static partial Regex TopFolder();

    [GeneratedRegex("^(ingest|simulation)-[0-9a-f]{32}$")]
    private static partial Regex Spill();

    [GeneratedRegex(@"^(\.loading-[0-9a-f]{32}|[0-9a-f]{16})$")]
    private static partial Regex DatasetName();

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex Identifier();
}
