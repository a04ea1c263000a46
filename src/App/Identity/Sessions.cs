using System.Collections.Concurrent;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Identity;

/// <summary>The sessions in force, in memory: each request and each click of an open page asks here, so that what is taken away is gone at once.</summary>
public sealed class Sessions(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, KnownSession> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Watcher, bool> _watchers = new();

    /// <summary>Reads them from the store, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancel = default)
    {
        foreach (var session in await ReadAsync(null, cancel)) _known[session.Id] = session;
    }

    /// <summary>Takes over what a write changed of a person or of their sessions; whoever watches one that is gone or different is told.</summary>
    public async Task RefreshAsync(string userId, CancellationToken cancel = default)
    {
        var now = (await ReadAsync(userId, cancel)).ToDictionary(static s => s.Id, StringComparer.Ordinal);
        var touched = new List<string>();
        foreach (var (id, old) in _known.Where(s => s.Value.UserId == userId))
        {
            if (now.Remove(id, out var fresh) && fresh.IsSame(old)) continue;
            if (fresh is null) _known.TryRemove(id, out _);
            else _known[id] = fresh;
            touched.Add(id);
        }

        foreach (var added in now.Values) _known[added.Id] = added;
        foreach (var watcher in _watchers.Keys.Where(w => touched.Contains(w.Session))) watcher.Tell();
    }

    /// <returns>Null once it has ended, was ended, or was idle for too long.</returns>
    public KnownSession? Find(string? id) => id is not null && _known.TryGetValue(id, out var found) && !found.IsOver(Now) ? found : null;

    /// <summary>Says that a session is used now; the store learns of it every few minutes.</summary>
    public async Task TouchAsync(KnownSession session, CancellationToken cancel = default)
    {
        if (!session.Touch(Now)) return;
        await using var context = await contexts.OpenAsync(Access.Actor.Machine, Access.Permission.OwnAccount, cancel);
        if (await context.Sessions.FirstOrDefaultAsync(s => s.Id == session.Id, cancel) is not { } row) return;
        row.SeenAt = session.SeenAt;
        await context.SaveChangesAsync(cancel);
    }

    /// <summary>Calls back once a session has ended or its rights have changed.</summary>
    /// <returns>Ends the watching.</returns>
    public IDisposable OnChange(string session, Action changed)
    {
        var watcher = new Watcher(this, session, changed);
        _watchers[watcher] = true;
        return watcher;
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private async Task<List<KnownSession>> ReadAsync(string? userId, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var oldest = Now - SessionLimits.Longest;
        var rows = await context.Sessions.AsNoTracking().Where(s => s.EndedAt == null && s.CreatedAt > oldest && (userId == null || s.UserId == userId))
            .Join(context.Users.AsNoTracking().Where(static u => u.DisabledAt == null), static s => s.UserId, static u => u.Id, static (s, u) => new { s, u })
            .ToListAsync(cancel);
        return [.. rows.Select(static row => new KnownSession(row.s, row.u))];
    }

    private sealed class Watcher(Sessions owner, string session, Action changed) : IDisposable
    {
        public string Session => session;

        public void Tell() => changed();

        public void Dispose() => owner._watchers.TryRemove(this, out _);
    }
}
