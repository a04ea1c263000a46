namespace Investigator.Personal;

/// <summary>The values that a person had revealed, for the circuit in which that was and for a while: they are in no address, no file and no log.</summary>
public sealed class RevealedValues(TimeProvider clock) : IDisposable
{
    /// <summary>How long one stays to be seen.</summary>
    public static readonly TimeSpan Lasting = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Value, DateTimeOffset Until)> _values = [];
    private readonly List<ITimer> _timers = [];

    /// <summary>One was revealed, or is masked again. Raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>The value behind a pseudonym; null where it is masked.</summary>
    public string? Find(string pseudonym)
    {
        lock (_gate) return _values.TryGetValue(pseudonym, out var known) && known.Until > clock.GetUtcNow() ? known.Value : null;
    }

    internal void Add(string pseudonym, string value)
    {
        lock (_gate)
        {
            _values[pseudonym] = (value, clock.GetUtcNow() + Lasting);
            _timers.Add(clock.CreateTimer(_ => Forget(), null, Lasting, Timeout.InfiniteTimeSpan));
        }
        Changed?.Invoke();
    }

    private void Forget()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            foreach (var past in _values.Where(v => v.Value.Until <= now).Select(static v => v.Key).ToList()) _values.Remove(past);
        }
        Changed?.Invoke();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var timer in _timers) timer.Dispose();
            _timers.Clear();
            _values.Clear();
        }
    }
}
