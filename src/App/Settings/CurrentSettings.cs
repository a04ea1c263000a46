using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Settings;

/// <summary>The policy settings in force. Read from the store once, then told of each new version by whoever made it.</summary>
public sealed class CurrentSettings(IDbContextFactory<InvestigatorContext> contexts)
{
    private SettingsVersion? _newest;

    /// <summary>The same without waiting; null until they were first read.</summary>
    public SettingsVersion? Known => Volatile.Read(ref _newest);

    public async ValueTask<SettingsVersion> GetAsync(CancellationToken cancel = default)
    {
        if (Volatile.Read(ref _newest) is { } known) return known;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return Take(await SettingsQueries.InForceAsync(context, cancel));
    }

    /// <summary>A version that was committed. An older one than is known, which a slow reader may bring, changes nothing.</summary>
    /// <returns>The one in force.</returns>
    internal SettingsVersion Take(SettingsVersion version)
    {
        while (true)
        {
            var known = Volatile.Read(ref _newest);
            if (known is not null && known.Number >= version.Number) return known;
            if (Interlocked.CompareExchange(ref _newest, version, known) == known) return version;
        }
    }
}
