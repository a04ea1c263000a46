namespace Investigator.Engine.Simulation;

/// <summary>What a stream of random numbers is for: every actor has streams of its own, so that the order in which actors are played changes nothing.</summary>
internal enum DiceUse
{
    Customer,
    Purchases,
    Group,
    GroupSizes,
    Visit,
    Flaws,
    AccountFlaws,
    Terminals,
}

/// <summary>Seeded random numbers (SplitMix64, Steele, Lea and Flood 2014): a few nanoseconds each, the same on every machine.</summary>
internal sealed class Dice
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;
    private double _spare = double.NaN;

    public Dice(int seed, DiceUse use, long index) =>
        _state = Mix(Mix(Mix((uint)seed + Golden) ^ ((ulong)use + 1)) ^ (ulong)index);

    /// <summary>SplitMix64's finaliser: a bijection on 64 bits, so that different numbers stay different.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    public ulong Next() => Mix(_state += Golden);

    /// <summary>In [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>In [0, bound).</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>In [0, bound), for bounds past 2^31.</summary>
    public long Below(long bound) => (long)(Uniform() * bound);

    /// <summary>In [low, high], both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool Chance(double probability) => Uniform() < probability;

    public double Exponential(double mean) => -mean * Math.Log(1 - Uniform());

    /// <summary>Standard normal, Marsaglia's polar method.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            var kept = _spare;
            _spare = double.NaN;
            return kept;
        }

        double x, y, square;
        do
        {
            (x, y) = ((2 * Uniform()) - 1, (2 * Uniform()) - 1);
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);
        var scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _spare = y * scale;
        return x * scale;
    }

    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    public T Pick<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];

    /// <summary>Index drawn in proportion to <paramref name="weights"/>, which need not sum to one.</summary>
    public int Weighted(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights) total += weight;
        var left = Uniform() * total;
        for (var i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0) return i;
        }

        return weights.Length - 1;
    }
}
