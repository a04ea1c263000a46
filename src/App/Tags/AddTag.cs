using Investigator.Engine.Core;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Tags;

/// <summary>Puts a tag on a cluster or a selection, and keeps which payments it was put on. A word that is new becomes a tag.</summary>
public sealed class AddTag(IDbContextFactory<InvestigatorContext> contexts, TaggedGroupReader groups, TimeProvider clock)
{
    /// <param name="actor">Who puts it there.</param>
    /// <param name="target">On what.</param>
    /// <param name="word">An existing tag's word, or a new one.</param>
    /// <param name="kind">Of a new tag; an existing one keeps its own.</param>
    /// <param name="color">Of a new tag, likewise; null takes the kind's.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    /// <returns>The tagging's id, that of the one already there if there is one; null when there is no such run, cluster or selection.</returns>
    /// <exception cref="InputException">The word or colour cannot be used, or the group is too large.</exception>
    public async Task<int?> HandleAsync(Actor actor, TagTarget target, string word, TagKind kind, string? color = null, CancellationToken cancel = default)
    {
        var text = TagWord.Require(word);
        var shade = TagPalette.Require(color ?? TagPalette.ColorOf(kind));
        await using var context = await contexts.OpenAsync(actor, cancel);
        var there = await context.Taggings.Where(t => t.RunId == target.Run && t.Cluster == target.Cluster && t.SelectionId == target.Selection)
            .Where(t => t.RemovedAt == null && t.Tag!.Word == text).Select(t => (int?)t.Id).FirstOrDefaultAsync(cancel);
        if (there is not null) return there;
        if (await groups.ReadAsync(target, cancel) is not { } group) return null;

        var now = clock.GetUtcNow().UtcDateTime;
        var tagging = new TaggingEntity
        {
            TagId = await FindOrMakeAsync(actor, text, kind, shade, now, cancel),
            RunId = target.Run,
            Cluster = target.Cluster,
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
        context.Taggings.Add(tagging);
        await context.SaveChangesAsync(cancel);
        return tagging.Id;
    }

    private async Task<int> FindOrMakeAsync(Actor actor, string word, TagKind kind, string color, DateTime now, CancellationToken cancel)
    {
        await using var context = await contexts.OpenAsync(actor, cancel);
        if (await FindAsync() is { } known) return known;
        var tag = new TagEntity { Word = word, Kind = kind, Color = color, CreatedAt = now };
        context.Tags.Add(tag);
        try
        {
            await context.SaveChangesAsync(cancel);
            return tag.Id;
        }
        catch (DbUpdateException)
        {
            // Somebody made the same word in the same moment: theirs is the tag.
            if (await FindAsync() is { } theirs) return theirs;
            throw;
        }

        Task<int?> FindAsync() => context.Tags.Where(t => t.Word == word).Select(t => (int?)t.Id).FirstOrDefaultAsync(cancel);
    }
}
