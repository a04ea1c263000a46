using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Tags;

/// <summary>Tags of other runs that fit a finding: those that were put on at least half of its payments.</summary>
public sealed class TagOfferQueries(IDbContextFactory<InvestigatorContext> contexts, TaggedGroupReader groups)
{
    /// <summary>The best fit of each tag that the finding does not bear yet, best first.</summary>
    public async Task<IReadOnlyList<TagOffer>> ForAsync(TagTarget target, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var standing = context.Taggings.AsNoTracking().Where(t => t.RemovedAt == null);
        var mine = await standing.Where(t => t.RunId == target.Run && t.Finding == target.Finding && t.SelectionId == target.Selection).Select(t => t.TagId)
            .ToListAsync(cancel);
        var others = standing.Where(t => t.RunId != target.Run && !mine.Contains(t.TagId));
        if (!await others.AnyAsync(cancel) || await groups.ReadAsync(target, cancel) is not { } group) return [];

        var (keys, offers) = (group.Payments.Keys(), new List<TagOffer>());
        var near = others.Where(t => t.From <= group.To && t.To >= group.From && t.Count * 2 >= keys.Count)
            .Select(t => new { Tag = new TagSummary(t.Tag!.Id, t.Tag.Word, t.Tag.Color, t.Tag.Kind), t.RunId, t.Headline, t.CreatedAt, t.Payments!.Packed });
        await foreach (var tagging in near.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var shared = PaymentSet.Unpack(tagging.Packed).Keys().Count(keys.Contains);
            if (shared * 2 >= keys.Count) offers.Add(new TagOffer(tagging.Tag, shared, keys.Count, tagging.RunId, tagging.Headline, tagging.CreatedAt));
        }

        return [.. offers.GroupBy(o => o.Tag.Id).Select(g => g.OrderByDescending(o => o.Shared).ThenByDescending(o => o.At).First())
            .OrderByDescending(o => o.Shared).ThenBy(o => o.Tag.Word)];
    }
}
