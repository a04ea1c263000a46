using System.Runtime.InteropServices;

namespace Investigator.Engine.Core;

/// <summary>Numbers keys in the order in which they first appear: 0 for the first, 1 for the next that is new.</summary>
internal sealed class FirstSeen<TKey>(IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _numbers = new(comparer);

    /// <summary>Different keys so far.</summary>
    public int Count => _numbers.Count;

    /// <summary>The key's number.</summary>
    /// <param name="key">Seen before or not.</param>
    /// <param name="isNew">Whether it was not.</param>
    public int NumberOf(TKey key, out bool isNew)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, key, out var seen);
        if (!seen) number = _numbers.Count - 1;
        isNew = !seen;
        return number;
    }
}
