using Investigator.Engine.Simulation.Customers;

namespace Investigator.Engine.Simulation.Groups;

/// <summary>Who pays in each of a ring's transactions, and with which of its devices, ips, cards and addresses.</summary>
internal sealed class RingMembers
{
    private const int SettledDays = 120;

    private readonly OpaqueNames _names;
    private readonly PlannedGroup _group;
    private readonly RingProfile _profile;
    private readonly long[] _times;
    private readonly int[] _account;
    private readonly double[] _opened;
    private readonly Customer[] _victims;
    private readonly int[] _device;
    private readonly int[] _ip;
    private readonly int[] _card;
    private readonly int[] _address;

    public RingMembers(CustomerBook customers, Dice dice, PlannedGroup group, RingProfile profile, long[] times, bool hides)
    {
        (_names, _group, _profile, _times) = (customers.Names, group, profile, times);
        _account = Accounts(dice, out var first);
        _opened = [.. first.Select(k => (times[k] / (double)ShopRhythm.Day) - dice.Uniform(profile.AgeDays.Low, profile.AgeDays.High))];
        _victims = profile.TakesOver ? [.. first.Select(k => customers.Pick(dice, (int)(times[k] / ShopRhythm.Day) - SettledDays))] : [];
        _device = hides ? _account : Pool(dice, profile.Sharing.Device);
        _ip = hides ? _account : Pool(dice, profile.Sharing.Ip);
        _card = hides ? _account : Pool(dice, profile.Sharing.Card);
        _address = hides ? _account : Pool(dice, profile.Sharing.Address);
    }

    public string Account(int k) => _profile.TakesOver ? _victims[_account[k]].Account : _names.Account(_group.Owner, _account[k]);

    public int AgeDays(int k) =>
        _profile.TakesOver ? _victims[_account[k]].AgeDays(_times[k]) : Math.Max(0, (int)((_times[k] / (double)ShopRhythm.Day) - _opened[_account[k]]));

    public string Device(int k) => _names.Device(_group.Owner, _device[k]);

    public string Ip(int k, int country) => _names.Ip(_group.Owner, _ip[k], country);

    public string Card(int k) => _profile.TakesOver ? _victims[_account[k]].MainCard : _names.Card(_group.Owner, _card[k]);

    public string Address(int k) => _names.Address(_group.Owner, _address[k]);

    /// <summary>Account index of each transaction, and each account's first transaction.</summary>
    private int[] Accounts(Dice dice, out int[] first)
    {
        var account = new int[_group.Size];
        if (_profile.LongLived)
        {
            var mean = (_profile.PerAccount.Low + _profile.PerAccount.High) / 2.0;
            var pool = Math.Max(2, (int)(_group.Size / mean));
            for (var k = 0; k < account.Length; k++) account[k] = dice.Below(pool);
        }
        else
        {
            for (var (k, next) = (0, 0); k < account.Length; next++)
            {
                for (var left = dice.Between(_profile.PerAccount.Low, _profile.PerAccount.High); left > 0 && k < account.Length; left--) account[k++] = next;
            }
        }

        // Renumbered by first use, so that every account up to the count exists.
        var order = account.Distinct().ToArray();
        first = [.. order.Select(a => Array.IndexOf(account, a))];
        account = [.. account.Select(a => Array.IndexOf(order, a))];
        return account;
    }

    /// <summary>
    /// Which thing of the pool each transaction uses: mostly one after the other, as tools wear out; all over the pool where accounts live long.
    /// </summary>
    private int[] Pool(Dice dice, double uses)
    {
        var count = Math.Max(1, (int)Math.Round(_group.Size / uses));
        var index = new int[_group.Size];
        var wander = _profile.LongLived ? 0.8 : uses > 1 ? 0.08 : 0;
        for (var k = 0; k < index.Length; k++) index[k] = dice.Chance(wander) ? dice.Below(count) : (int)((long)k * count / index.Length);
        return index;
    }
}
