using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Investigator.App.Tests.Storage;

/// <summary>A data folder as the version before markers left it: its first migration, a dataset, a finished run, and the leftovers of a kill.</summary>
internal static class EarlierFolder
{
    public const string Dataset = "0123456789abcdef";
    public const string Run = "00112233445566778899aabbccddeeff";
    public const string Interrupted = "ffeeddccbbaa99887766554433221100";
    public const string Loading = ".loading-abcdefabcdefabcdefabcdefabcdefab";

    private const string FirstMigration = "20261124212613_Initial";

    /// <param name="folder">Where.</param>
    /// <param name="killed">Whether its process was killed when all that the database held was still in the write-ahead log.</param>
    public static async Task MakeAsync(TempFolder folder, bool killed = false)
    {
        string[] held = [folder.File("investigator.db"), folder.File("investigator.db-wal")];
        var options = new DbContextOptionsBuilder<InvestigatorContext>().UseSqlite($"Data Source={folder.File("investigator.db")};Pooling=False").Options;
        await using (var context = new InvestigatorContext(options))
        {
            await context.Database.OpenConnectionAsync();
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
            await context.GetService<IMigrator>().MigrateAsync(FirstMigration);
            await context.Database.ExecuteSqlRawAsync($$"""
                INSERT INTO datasets VALUES (1, 'shop', '{{Dataset}}', 'f', 1, 0, 0, '2026-01-01', '2026-01-02', '2026-01-03');
                INSERT INTO runs VALUES
                    (1, 1, '{{Run}}', 'Finished', '', 1, 'cpu', '2026-01-03', '2026-01-03', '2026-01-03', NULL, 0, '[]', 1, 0, 0, 1),
                    (2, 1, '{{Interrupted}}', 'Failed', '', 1, 'cpu', '2026-01-03', '2026-01-03', NULL, 'killed', 0, '[]', 1, 0, 0, 1);
                """);
            if (killed) foreach (var file in held) File.Copy(file, file + ".killed");
        }

        if (killed) foreach (var file in held) File.Move(file + ".killed", file, overwrite: true);

        string[] files =
        [
            $"datasets/{Dataset}/dataset.json",
            $"datasets/{Loading}/raw/part.parquet",
            $"runs/{Run}/run.json",
            $"runs/.work-{Interrupted}/work.json",
            "uploads/demo-2500-1/truth.parquet",
        ];
        foreach (var path in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(path))!);
            await File.WriteAllTextAsync(folder.File(path), path);
        }

        await File.WriteAllTextAsync(folder.File("lock"), "");
    }
}
