using Investigator.Access;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Storage.Database;

/// <summary>How a slice writes.</summary>
/// <remarks>
/// A write is one small scoped class in its slice, named after what it does (<c>StartRun</c>, <c>CreateSelection</c>), with one method <c>HandleAsync(Actor
/// actor, …)</c>:
/// it checks what it was given, opens a context for the actor, changes rows, and saves once. Pages and endpoints get the handler and the present user's
/// <see cref="Actor"/>
/// by injection; the worker and the start-up act as <see cref="Actor.Machine"/>. Reads are scoped classes named <c>…Queries</c> on <c>CreateDbContextAsync</c>,
/// which names
/// no actor and so can save nothing. The slice brings its entity, an <c>IEntityTypeConfiguration</c> that is found by itself, and a <c>DbSet</c> as an
/// extension property.
/// Handlers and queries are registered in <c>Composition</c>.
/// </remarks>
public static class ContextFactory
{
    /// <summary>A context that may save what <paramref name="actor"/> changes.</summary>
    /// <exception cref="NotAllowedException">The actor has no such right.</exception>
    public static async Task<InvestigatorContext> OpenAsync(
        this IDbContextFactory<InvestigatorContext> contexts, Actor actor, Permission needed, CancellationToken cancel = default)
    {
        actor.Require(needed);
        var context = await contexts.CreateDbContextAsync(cancel);
        context.Actor = actor;
        return context;
    }
}
