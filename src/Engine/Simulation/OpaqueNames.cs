using System.Globalization;

namespace Investigator.Engine.Simulation;

/// <summary>Names that do not give away who made them or when: no stage can learn the ground truth from the shape or order of an id.</summary>
internal sealed class OpaqueNames
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int Rounds = 4;

    private readonly long _orders;
    private readonly int _halfBits;
    private readonly ulong _key;

    /// <param name="seed">The simulation's seed.</param>
    /// <param name="orders">How many order numbers there are; each is given out once.</param>
    public OpaqueNames(int seed, long orders)
    {
        _orders = orders;
        _key = Dice.Mix((uint)seed + 0x5851F42D4C957F2DUL);
        _halfBits = 1;
        while (1L << (2 * _halfBits) < orders) _halfBits++;
    }

    /// <summary>Customers' accounts have owner = customer's index; accounts opened by group g have owner = -1 - g.</summary>
    public string Account(long owner, int index = 0) => Name('u', owner, index);

    public string Device(long owner, int index) => Name('d', owner, index);

    public string Card(long owner, int index) => Name('c', owner, index);

    public string Address(long owner, int index) => Name('a', owner, index);

    public string Session(long owner, int index) => Name('s', owner, index);

    /// <summary>A dotted address inside the country's part of the number space. Two homes may share one by chance.</summary>
    public string Ip(long owner, int index, int country)
    {
        var bits = Number('i', owner, index);
        return string.Create(CultureInfo.InvariantCulture,
            $"{24 + (country * 9) + (int)(bits % 9)}.{(bits >> 8) & 255}.{(bits >> 16) & 255}.{1 + ((bits >> 24) % 254)}");
    }

    /// <summary>
    /// The order number of the n-th order made: a keyed permutation of [0, orders), a Feistel network that walks on until it falls inside the range.
    /// </summary>
    public string Order(long sequence) => string.Create(CultureInfo.InvariantCulture, $"o{100_000_000 + Place(sequence)}");

    /// <summary>Where the permutation puts the n-th order, in [0, orders).</summary>
    public long Place(long sequence)
    {
        var mask = (1UL << _halfBits) - 1;
        var value = (ulong)sequence;
        do
        {
            var (left, right) = (value >> _halfBits, value & mask);
            for (var round = 0; round < Rounds; round++) (left, right) = (right, left ^ (Dice.Mix(_key ^ (right + ((ulong)round << 40))) & mask));
            value = (left << _halfBits) | right;
        }
        while (value >= (ulong)_orders);
        return (long)value;
    }

    public static string Terminal(int seed, int index) => Name('m', Dice.Mix((uint)seed ^ Dice.Mix((ulong)index + 1)));

    /// <summary>A number that follows from a name (FNV-1a, 64 bits), for streams of dice.</summary>
    public static ulong Hash(string name) => name.Aggregate(14_695_981_039_346_656_037UL, static (hash, c) => (hash ^ c) * 1_099_511_628_211UL);

    private static string Name(char kind, ulong bits) => string.Create(12, (kind, bits), static (text, state) =>
    {
        text[0] = state.kind;
        var bits = state.bits;
        for (var i = 1; i < text.Length; i++)
        {
            text[i] = Digits[(int)(bits % 36)];
            bits /= 36;
        }
    });

    private string Name(char kind, long owner, int index) => Name(kind, Number(kind, owner, index));

    private ulong Number(char kind, long owner, int index) => Dice.Mix(_key ^ Dice.Mix(((ulong)kind << 56) ^ ((ulong)owner << 20) ^ (uint)index));
}
