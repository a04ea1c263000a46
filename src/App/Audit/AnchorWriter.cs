using Investigator.Engine.Core;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Audit;

/// <summary>Writes down day by day what the chain has come to, in <c>audit/</c> of the data folder.</summary>
public sealed partial class AnchorWriter(
    DataFolder data, IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock, ILogger<AnchorWriter> log)
{
    /// <summary>Brings the day's anchor up to date. One that the record does not bear out any more stays as it is: it is the proof of that.</summary>
    public async Task WriteAsync(CancellationToken cancel = default)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var last = await context.AuditEntries.AsNoTracking().OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancel);
            if (last is null) return;
            var start = await context.AuditEntries.Where(e => e.Id == 1).Select(e => e.Previous).SingleOrDefaultAsync(cancel);
            var now = clock.GetUtcNow().UtcDateTime;
            var path = AuditAnchor.PathOf(data.Audit, DateOnly.FromDateTime(now));
            if (File.Exists(path) && !await IsBorneOutAsync(context, path, start, last.Id, cancel)) return;
            Directory.CreateDirectory(data.Audit);
            new AuditAnchor(AuditAnchor.CurrentFormat, now, start ?? "", last.Id, last.Hash).Write(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            LogStuck(FullDisk.Is(e) ? FullDisk.Message(e) : e.Message);
        }
    }

    /// <returns>False also for the anchor of the last entry itself: there is nothing to add.</returns>
    private async Task<bool> IsBorneOutAsync(InvestigatorContext context, string path, string? start, long entries, CancellationToken cancel)
    {
        var (file, anchor, damage) = AuditAnchor.Read(path);
        var hash = anchor is null ? null : await context.AuditEntries.Where(e => e.Id == anchor.Entries).Select(e => e.Hash).SingleOrDefaultAsync(cancel);
        if (anchor is not null && anchor.Start == start && anchor.Hash == hash) return anchor.Entries < entries;
        LogAgainst(file, damage ?? "the record is not the one that it speaks of");
        return false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit's anchor {File} is left as it is: {Problem}. The command verify-audit says more")]
    private partial void LogAgainst(string file, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The audit's anchor could not be written: {Problem}")]
    private partial void LogStuck(string problem);
}
