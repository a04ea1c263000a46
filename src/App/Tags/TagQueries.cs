using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Tags;

/// <summary>Which tags there are and where they stand. Tags that were taken off are left out.</summary>
public sealed class TagQueries(IDbContextFactory<InvestigatorContext> contexts)
{
    /// <summary>By kind and word.</summary>
    public async Task<IReadOnlyList<TagSummary>> ListAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var tags = await context.Tags.AsNoTracking().Select(t => new TagSummary(t.Id, t.Word, t.Color, t.Kind)).ToListAsync(cancel);
        return [.. tags.OrderBy(t => t.Kind).ThenBy(t => t.Word, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The tags of one finding or selection, oldest first.</summary>
    public async Task<IReadOnlyList<TagMark>> OfAsync(TagTarget target, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Standing(context).Where(t => t.RunId == target.Run && t.Finding == target.Finding && t.SelectionId == target.Selection)
            .OrderBy(t => t.Id).Select(t => new TagMark(t.Id, new TagSummary(t.Tag!.Id, t.Tag.Word, t.Tag.Color, t.Tag.Kind), t.CreatedBy, t.CreatedAt))
                .ToListAsync(cancel);
    }

    /// <summary>The tags of a run's findings by number; a finding without one has no entry.</summary>
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<TagSummary>>> ByFindingAsync(int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await Standing(context).Where(t => t.RunId == runId && t.Finding != null).OrderBy(t => t.Id)
            .Select(t => new { Number = t.Finding!.Value, Tag = new TagSummary(t.Tag!.Id, t.Tag.Word, t.Tag.Color, t.Tag.Kind) }).ToListAsync(cancel);
        return rows.GroupBy(r => r.Number).ToDictionary(g => g.Key, g => (IReadOnlyList<TagSummary>)[.. g.Select(r => r.Tag)]);
    }

    /// <summary>The tags of a run's selections by the selection's id.</summary>
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<TagSummary>>> BySelectionAsync(int runId, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await Standing(context).Where(t => t.RunId == runId && t.SelectionId != null).OrderBy(t => t.Id)
            .Select(t => new { Selection = t.SelectionId!.Value, Tag = new TagSummary(t.Tag!.Id, t.Tag.Word, t.Tag.Color, t.Tag.Kind) }).ToListAsync(cancel);
        return rows.GroupBy(r => r.Selection).ToDictionary(g => g.Key, g => (IReadOnlyList<TagSummary>)[.. g.Select(r => r.Tag)]);
    }

    /// <summary>Numbers of a run's findings that bear a tag.</summary>
    public async Task<IReadOnlyList<int>> NumbersAsync(int runId, int tag, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Standing(context).Where(t => t.RunId == runId && t.TagId == tag && t.Finding != null).Select(t => t.Finding!.Value).Distinct()
            .ToListAsync(cancel);
    }

    /// <summary>Every place where a tag stands, newest first, those of runs that are gone too.</summary>
    public async Task<IReadOnlyList<TagPlace>> PlacesAsync(CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Standing(context).OrderByDescending(t => t.Id)
            .Select(t => new TagPlace(
                new TagSummary(t.Tag!.Id, t.Tag.Word, t.Tag.Color, t.Tag.Kind), t.RunId, t.Finding, t.SelectionId, t.Source, t.Headline, t.Count, t.Money,
                t.CreatedBy, t.CreatedAt))
            .ToListAsync(cancel);
    }

    private static IQueryable<TaggingEntity> Standing(InvestigatorContext context) => context.Taggings.AsNoTracking().Where(t => t.RemovedAt == null);
}
