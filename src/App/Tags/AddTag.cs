using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Tags;

/// <summary>Puts a tag on a finding or a selection, and keeps which payments it was put on. A word that is new becomes a tag.</summary>
public sealed class AddTag(IDbContextFactory<InvestigatorContext> contexts, TaggedGroupReader groups, TimeProvider clock)
{
    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <param name="actor">Who puts it there.</param>
    /// <param name="target">On what.</param>
    /// <param name="word">An existing tag's word, or a new one.</param>
    /// <param name="kind">Of a new tag; an existing one keeps its own.</param>
    /// <param name="color">Of a new tag, likewise; null takes the kind's.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <returns>The tagging's id, that of the one already there if there is one; null when there is no such run, finding or selection.</returns>
    /// <exception cref="InputException">The word or colour cannot be used, or the group is too large.</exception>
    public async Task<int?> HandleAsync(Actor actor, TagTarget target, string word, TagKind kind, string? color = null, CancellationToken cancel = default)
    {
        actor.Require(Permission.Tag);
        var text = TagWord.Require(word);
        var shade = TagPalette.Require(color ?? TagPalette.ColorOf(kind));
        if (await groups.ReadAsync(target, cancel) is not { } group) return null;

        // Two tabs or a double click must not put the same word there twice: one process holds the store, so one gate is enough.
        await Gate.WaitAsync(cancel);
        try
        {
            await using var context = await contexts.OpenAsync(actor, Permission.Tag, cancel);
            var known = (await context.Tags.ToListAsync(cancel)).FirstOrDefault(t => string.Equals(t.Word, text, StringComparison.OrdinalIgnoreCase));
            var there = known is null ? null : await context.Taggings
                .Where(t => t.RunId == target.Run && t.Finding == target.Finding && t.SelectionId == target.Selection)
                .Where(t => t.RemovedAt == null && t.TagId == known.Id)
                .FirstOrDefaultAsync(cancel);
            if (there is not null) return there.Id;

            var now = clock.GetUtcNow().UtcDateTime;
            var tagging = Put(known ?? new TagEntity { Word = text, Kind = kind, Color = shade, CreatedAt = now }, target, group, now);
            context.Taggings.Add(tagging);
            await context.SaveChangesAsync(cancel);
            return tagging.Id;
        }
        finally
        {
            Gate.Release();
        }
    }

    private static TaggingEntity Put(TagEntity tag, TagTarget target, TaggedGroup group, DateTime now) => new()
    {
        Tag = tag,
        RunId = target.Run,
        Finding = target.Finding,
        SelectionId = target.Selection,
        Source = group.Source,
        Headline = group.Headline,
        Count = group.Payments.Count,
        Money = group.Money,
        From = group.From,
        To = group.To,
        Payments = new TaggedPaymentsEntity { Packed = group.Payments.Pack() },
        CreatedAt = now,
    };
}
