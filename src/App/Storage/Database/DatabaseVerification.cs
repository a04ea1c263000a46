using Microsoft.Data.Sqlite;

namespace Investigator.Storage.Database;

/// <summary>Looks through a database without changing it, also while another process works with it.</summary>
internal static class DatabaseVerification
{
    private const int MostProblems = 20;

    /// <summary>What is wrong with it, by SQLite's own check of every page and by what the last stop left of it.</summary>
    public static IReadOnlyList<string> Problems(string path)
    {
        if (LastStop.Find(Path.GetDirectoryName(path)!)?.IsOther(path) == true)
        {
            return [.. Integrity(path), "not the file that the last stop left: it was put back from elsewhere, or is damaged"];
        }

        return Integrity(path);
    }

    /// <summary>The folder of a run by its number; null where there is no such run.</summary>
    public static string? FolderOf(string path, int run)
    {
        using var database = Open(path);
        using var command = database.CreateCommand();
        command.CommandText = "SELECT Folder FROM runs WHERE Id = $id";
        command.Parameters.AddWithValue("$id", run);
        return command.ExecuteScalar() as string;
    }

    private static List<string> Integrity(string path)
    {
        try
        {
            using var database = Open(path);
            using var command = database.CreateCommand();
            command.CommandText = FormattableString.Invariant($"PRAGMA integrity_check({MostProblems})");
            using var reader = command.ExecuteReader();
            var problems = new List<string>();
            while (reader.Read()) problems.Add(reader.GetString(0));
            return problems is ["ok"] ? [] : problems;
        }
        catch (SqliteException e)
        {
            return [e.Message];
        }
    }

    /// <summary>
    /// How a database is opened to be looked at. With a log it stays as it is; without one nothing is written, not even beside it; what a write of before the
    /// log began left half done is taken back first, as SQLite has it.
    /// </summary>
    public static string SourceOf(string path)
    {
        var isHalfWritten = new FileInfo(path + "-journal") is { Exists: true, Length: > 0 };
        var isAsItStands = isHalfWritten || File.Exists(path + "-wal");
        var source = new SqliteConnectionStringBuilder
        {
            DataSource = isAsItStands ? path : $"{new Uri(Path.GetFullPath(path)).AbsoluteUri}?immutable=1",
            Mode = isHalfWritten ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 30,
        };
        return source.ToString();
    }

    private static SqliteConnection Open(string path)
    {
        var database = new SqliteConnection(SourceOf(path));
        database.Open();
        return database;
    }
}
