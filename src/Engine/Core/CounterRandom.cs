namespace Investigator.Engine.Core;

/// <summary>
/// Random numbers by place and not by order: the same (seed, stream, index) gives the same numbers on whichever thread and whenever asked. SplitMix64 (Steele
/// et al. 2014).
/// </summary>
internal struct CounterRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    public static CounterRandom At(int seed, int stream, int index) =>
        new() { _state = Mix(Mix(((ulong)(uint)seed << 32) | (uint)stream) + ((ulong)(uint)index * Golden)) };

    public ulong Next() => Mix(_state += Golden);

    /// <summary>0 up to but not including <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary>Uniform in -1..1.</summary>
    public double Signed() => ((Next() >> 11) * (1.0 / (1L << 52))) - 1;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
