using System.Data.Common;
using Investigator.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Investigator.Storage.Database;

/// <summary>Refuses a write that names no actor, and signs the rows that someone made. Every context has it, however it was opened.</summary>
/// <remarks>Refused too is a write through a context without a <see cref="WriteRecorder"/>. Bulk updates and deletes would pass without their rows, so they
/// are refused for everyone: load the rows and save them.</remarks>
internal sealed class ActorInterceptor : SaveChangesInterceptor, IDbCommandInterceptor
{
    public static readonly ActorInterceptor Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Sign(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Sign(eventData.Context);
        return ValueTask.FromResult(result);
    }

    public InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        RefuseBulk(eventData.CommandSource);
        return result;
    }

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        RefuseBulk(eventData.CommandSource);
        return ValueTask.FromResult(result);
    }

    private static void Sign(DbContext? context)
    {
        if (context is not InvestigatorContext store || !store.ChangeTracker.HasChanges()) return;
        if (store.Actor is not { } actor) throw new InvalidOperationException("This write names no actor: open the context with OpenAsync(actor).");
        if (!IsRecorded(store)) throw new InvalidOperationException("This write would be recorded nowhere: take the context from the registered factory.");
        foreach (var made in store.ChangeTracker.Entries<IHasCreator>())
        {
            if (made.State == EntityState.Added) made.Entity.CreatedBy = actor.Id;
            else made.Property(row => row.CreatedBy).IsModified = false;
        }
    }

    private static bool IsRecorded(InvestigatorContext store) =>
        store.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.Interceptors?.OfType<WriteRecorder>().Any() == true;

    private static void RefuseBulk(CommandSource source)
    {
        if (source is CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete)
        {
            throw new InvalidOperationException("A bulk write would pass by the audit: load the rows, change them and save.");
        }
    }
}
