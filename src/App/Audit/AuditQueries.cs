using System.Runtime.CompilerServices;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Audit;

/// <summary>Reads the record of what was done.</summary>
public sealed class AuditQueries(IDbContextFactory<InvestigatorContext> contexts, PersonKeys keys)
{
    private const int Batch = 1_000;

    /// <param name="filter">Which entries.</param>
    /// <param name="below">Only those with a smaller number; null begins with the newest.</param>
    /// <param name="take">How many.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<AuditExtract> PageAsync(AuditFilter filter, long? below, int take, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await Filtered(context, filter).Where(e => below == null || e.Id < below).OrderByDescending(e => e.Id).Take(take + 1).ToListAsync(cancel);
        var lines = await OpenAsync(context, rows[..Math.Min(take, rows.Count)], cancel);
        return new AuditExtract(lines, rows.Count > take ? lines[^1].Id : null);
    }

    /// <summary>All of them, newest first, a batch in memory at a time. What is written meanwhile is not among them.</summary>
    public async IAsyncEnumerable<AuditLine> AllAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        long? below = null;
        do
        {
            var page = await PageAsync(filter, below, Batch, cancel);
            foreach (var line in page.Lines) yield return line;
            below = page.Older;
        }
        while (below is not null);
    }

    /// <summary>Everyone who did something, by the name of their last entry.</summary>
    public async Task<IReadOnlyList<AuditActor>> ActorsAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var last = context.AuditEntries.GroupBy(e => e.ActorId).Select(g => g.Max(e => e.Id));
        var rows = await context.AuditEntries.AsNoTracking().Where(e => last.Contains(e.Id)).ToListAsync(cancel);
        var lines = await OpenAsync(context, rows, cancel);
        return [.. lines.Select(static l => new AuditActor(l.ActorId, l.ActorName)).OrderBy(static a => a.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Every kind of thing that something was done to.</summary>
    public async Task<IReadOnlyList<string>> KindsAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.AuditEntries.Select(e => e.Kind).Distinct().OrderBy(k => k).ToListAsync(cancel);
    }

    private static IQueryable<AuditEntryEntity> Filtered(InvestigatorContext context, AuditFilter filter)
    {
        var rows = context.AuditEntries.AsNoTracking();
        if (filter.Who is { } who) rows = rows.Where(e => e.ActorId == who);
        if (filter.Action is { } action) rows = rows.Where(e => e.Action == action);
        if (filter.Kind is { } kind) rows = rows.Where(e => e.Kind == kind);
        if (filter.Key is { } key) rows = rows.Where(e => e.Key == key);
        if (filter.From is { } from) rows = rows.Where(e => e.At >= from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        if (filter.To is { } to) rows = rows.Where(e => e.At < to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        if (filter.Text is not { } text) return rows;
        var holding = LikePattern.Holding(text);
        return rows.Where(e => (e.Person == null && EF.Functions.Like(e.Details!, holding, LikePattern.Escape))
            || EF.Functions.Like(e.Reason!, holding, LikePattern.Escape) || EF.Functions.Like(e.Before!, holding, LikePattern.Escape)
            || EF.Functions.Like(e.After!, holding, LikePattern.Escape));
    }

    private async Task<IReadOnlyList<AuditLine>> OpenAsync(InvestigatorContext context, IReadOnlyList<AuditEntryEntity> rows, CancellationToken cancel)
    {
        var used = rows.SelectMany(SealedIn).Select(SealedText.KeyOf).OfType<long>().Distinct().ToList();
        var opened = await keys.OpenAsync(context, used, cancel);
        return [.. rows.Select(row => Line(row, text => SealedText.Read(opened, text)))];
    }

    private static IEnumerable<string> SealedIn(AuditEntryEntity row)
    {
        IEnumerable<string> ofActor = PersonKeys.IsAccount(row.ActorId) ? [row.ActorName, row.From] : [];
        IEnumerable<string> ofDetails = row is { Person: not null, Details: { } details } ? [details] : [];
        return [.. ofActor, .. ofDetails, .. ChangeJson.SealedIn(row.Before), .. ChangeJson.SealedIn(row.After)];
    }

    private static AuditLine Line(AuditEntryEntity row, Func<string, string> open)
    {
        string OfActor(string text) => PersonKeys.IsAccount(row.ActorId) ? open(text) : text;

        var (before, after) = (ChangeJson.Read(row.Before, open), ChangeJson.Read(row.After, open));
        return new AuditLine(
            row.Id, row.At, row.ActorId, OfActor(row.ActorName), OfActor(row.From), row.Action, row.Kind, row.Key,
            [.. before.Keys.Union(after.Keys).Select(name => new AuditChange(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)))],
            row is { Person: not null, Details: { } details } ? open(details) : row.Details, row.Reason, row.Hash);
    }
}
