using System.Runtime.CompilerServices;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Investigator.Audit;

/// <summary>Records every save beside its rows: both are in one transaction, so neither is ever there alone.</summary>
/// <remarks>The entries come after the rows, which have their keys then, and before the commit. SQLite works in the caller's thread, whatever its methods are
/// called, so nothing here waits by itself.</remarks>
public sealed class AuditInterceptor(AuditWriter writer, WriteTurns turns) : WriteRecorder
{
    private readonly ConditionalWeakTable<DbContext, Save> _saves = [];

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        if (StoreToRecord(eventData.Context) is not { } store) return result;
        if (!IsInTransaction(store)) turns.Take();
        Begin(store);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (StoreToRecord(eventData.Context) is not { } store) return result;
        if (!IsInTransaction(store)) await turns.TakeAsync(cancellationToken);
        Begin(store);
        return result;
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Complete(eventData.Context);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Complete(eventData.Context);
        return ValueTask.FromResult(result);
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => Abandon(eventData.Context);

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Abandon(eventData.Context);
        return Task.CompletedTask;
    }

    public override void SaveChangesCanceled(DbContextEventData eventData) => Abandon(eventData.Context);

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        Abandon(eventData.Context);
        return Task.CompletedTask;
    }

    // A write without an actor is refused by whoever looks at it next.
    private static InvestigatorContext? StoreToRecord(DbContext? context) =>
        context is InvestigatorContext { Actor: not null } store && store.ChangeTracker.HasChanges() ? store : null;

    private static bool IsInTransaction(DbContext context) => context.Database.CurrentTransaction is not null;

    private void Begin(InvestigatorContext store)
    {
        var isOwn = !IsInTransaction(store);
        try
        {
            var changes = RowChange.AllOf(store);
            _saves.AddOrUpdate(store, new Save(changes, isOwn ? store.Database.BeginTransaction() : null, store.Database.AutoSavepointsEnabled));
            if (isOwn) store.Database.AutoSavepointsEnabled = false;
        }
        catch
        {
            if (isOwn) turns.GiveBack();
            throw;
        }
    }

    private void Complete(DbContext? context)
    {
        if (context is not InvestigatorContext { Actor: { } actor } store || !_saves.TryGetValue(store, out var save)) return;
        foreach (var change in save.Changes) HandOnKey(store, change);
        if (AuditedChanges.Of(save.Changes, actor, store.Reason) is { Count: > 0 } drafts) writer.Write(store, actor, drafts);
        save.Own?.Commit();
        End(store, save);
    }

    /// <summary>What was recorded of someone before they had an account goes with the account's own when it is erased.</summary>
    private static void HandOnKey(InvestigatorContext store, RowChange change)
    {
        if (change is { PersonBefore: { } before, Person: { } now } && before != now) PersonKeys.HandOn(new AuditTransaction(store), before, now);
    }

    /// <summary>Rows and entries are taken back together; a transaction of the handler's own is the handler's to end.</summary>
    private void Abandon(DbContext? context)
    {
        if (context is not null && _saves.TryGetValue(context, out var save)) End(context, save);
    }

    private void End(DbContext context, Save save)
    {
        _saves.Remove(context);
        context.Database.AutoSavepointsEnabled = save.HadSavepoints;
        if (save.Own is not { } own) return;
        try
        {
            // Takes back what was not committed.
            own.Dispose();
        }
        finally
        {
            turns.GiveBack();
        }
    }

    private sealed record Save(IReadOnlyList<RowChange> Changes, IDbContextTransaction? Own, bool HadSavepoints);
}
