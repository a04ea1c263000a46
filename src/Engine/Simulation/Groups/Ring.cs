using Investigator.Engine.Simulation.Customers;

namespace Investigator.Engine.Simulation.Groups;

/// <summary>One fraud ring: its own script, rhythm, amounts, attributes and pool of shared things, played into orders.</summary>
internal sealed class Ring
{
    private readonly SimulationOptions _options;
    private readonly CustomerBook _customers;
    private readonly PlannedGroup _group;
    private readonly RingProfile _profile;
    private readonly Dice _dice;
    private readonly RingScript? _script;
    private readonly BrowsingHabit? _operator;
    private readonly bool _hides;
    private readonly double _amount;
    private readonly int _category;
    private readonly int _items;
    private readonly int _country;
    private readonly int[] _browsers;
    private readonly double _approved;

    public Ring(SimulationOptions options, CustomerBook customers, PlannedGroup group)
    {
        (_options, _customers, _group) = (options, customers, group);
        _profile = RingProfile.All[(int)group.Kind];
        _dice = new Dice(options.Seed, DiceUse.Group, group.Id);
        var kind = new Dice(options.Seed, DiceUse.GroupSizes, 1 + (int)group.Kind);
        // The second promo ring of three clicks like an ordinary visitor, mule rings always: one person at many accounts. What they share shows more than how
        // they click.
        var natural = (_profile.Scripts.Length == 0 && !_profile.RidesSessions) || (group.Kind == GroupKind.PromoAbuse && group.Twin % 3 == 1);
        _hides = _profile.AlwaysHides || (_profile.MayHide && (group.Twin + kind.Below(2)) % 2 == 1);
        // The amounts and tempo of rings of the same kind lie in separate slices, so that no two are alike.
        var place = (group.Twin + _dice.Uniform(0.2, 0.8)) / group.Twins;
        _script = natural ? null : _profile.RidesSessions ? new RingScript(_dice)
            : new RingScript(_dice, _profile, kind.Below(_profile.Scripts.Length) + group.Twin, 1 - place);
        _operator = natural ? new BrowsingHabit(_dice, steady: true) : null;
        _amount = _profile.Amount.Low * Math.Pow(_profile.Amount.High / _profile.Amount.Low, place);
        var categories = _profile.CategoryIndices;
        _category = categories[(group.Twin + kind.Below(categories.Length)) % categories.Length];
        _items = _dice.Between(_profile.Items.Low, _profile.Items.High);
        _country = Countries.Draw(_dice);
        _browsers = [Browsers.Draw(_dice), Browsers.Draw(_dice)];
        _approved = _dice.Uniform(0.62, 0.85);
    }

    /// <summary>How it clicks, for the truth's file.</summary>
    public string Script => _script?.Text ?? "one person clicking as ordinary customers do";

    public void Play(SimulationChunk chunk)
    {
        var times = Times();
        var members = new RingMembers(_customers, _dice, _group, _profile, times, _hides);
        var path = new ClickPath();
        double? exposure = null;
        for (var k = 0; k < times.Length; k++)
        {
            var purchase = _profile.RidesSessions ? Ride(times[k]) : Buy(members, k, times[k]);
            // The engine's other signs are set so that this ring's share of approvals comes out as drawn.
            exposure ??= RealTimeEngine.ChallengeAbove - NormalQuantile(_approved) - RealTimeEngine.Signs(purchase);
            RealTimeEngine.Decide(purchase, _dice, exposure.Value);
            LateOutcomes.Settle(purchase, _dice, _profile.KnownShare);
            _script?.Perform(path, _dice);
            _operator?.Shop(path, _dice, firstOrder: false, purchase.Promo);
            chunk.Add(purchase, path, _group.FirstOrder + k);
        }
    }

    private Purchase Ride(long time)
    {
        var purchase = _customers.Pick(_dice, (int)(time / ShopRhythm.Day)).Buy(_dice, time);
        (purchase.Promo, purchase.Group) = (false, _group);
        return purchase;
    }

    private Purchase Buy(RingMembers members, int k, long time)
    {
        var items = _items;
        var browser = _browsers[_dice.Chance(0.96) ? 0 : 1];
        var amount = _profile.AmountSigma > 0 ? _dice.LogNormal(_amount, _profile.AmountSigma)
            : Math.Round(_amount / items) * (items + (_dice.Chance(0.1) ? 1 : 0));
        return new Purchase
        {
            Account = members.Account(k),
            Time = time,
            Amount = amount,
            Device = members.Device(k),
            Ip = members.Ip(k, _country),
            Card = members.Card(k),
            Address = members.Address(k),
            Browser = browser,
            Country = _dice.Chance(0.985) ? _country : Countries.Draw(_dice),
            Category = _dice.Chance(0.985) ? _category : Goods.Draw(_dice),
            Items = _dice.Chance(0.97) ? items : items + 1,
            AccountAgeDays = members.AgeDays(k),
            Promo = _dice.Chance(_profile.PromoShare),
            NewDevice = _profile.TakesOver,
            Group = _group,
        };
    }

    /// <summary>Ascending times: bots in one to three bursts of even beats, people in sittings at their hours of the day.</summary>
    private long[] Times()
    {
        var life = _options.Days * (double)ShopRhythm.Day;
        var span = Math.Min(life * 0.8, ShopRhythm.Hour * _profile.SpanHours.Low * Math.Pow(_profile.SpanHours.High / _profile.SpanHours.Low, _dice.Uniform()));
        var start = _group.StartShare * (life - span);
        var times = new double[_group.Size];
        if (_profile.Bot)
        {
            var bursts = _dice.Between(1, 3);
            var perBurst = (times.Length + bursts - 1) / bursts;
            for (var k = 0; k < times.Length; k++)
            {
                times[k] = start + (span * ((k / perBurst) + (0.75 * (k % perBurst + _dice.Uniform(-0.2, 0.2)) / perBurst) + 0.05) / bursts);
            }
        }
        else
        {
            // Sittings of two or three hours, about a dozen orders each, in the crew's own part of the day.
            var sittings = Math.Clamp((int)Math.Round(times.Length / _dice.Uniform(9, 15)), 1, Math.Max(1, (int)(span / ShopRhythm.Day)));
            var (shift, hours, apart) = (_dice.Uniform(7, 20), _dice.Uniform(1.5, 3), span / sittings);
            var firstDay = Math.Floor(start / ShopRhythm.Day);
            for (var k = 0; k < times.Length; k++)
            {
                var day = firstDay + Math.Floor((long)k * sittings / times.Length * apart / ShopRhythm.Day);
                times[k] = (day * ShopRhythm.Day) + ((shift + (hours * _dice.Uniform())) * ShopRhythm.Hour);
            }
        }

        Array.Sort(times);
        return [.. times.Select(t => (long)Math.Clamp(t, 0, life - 1))];
    }

    /// <summary>z with P(N &lt; z) = <paramref name="probability"/> for 0.5 to 0.95, Abramowitz and Stegun 26.2.23, to within 0.0005.</summary>
    private static double NormalQuantile(double probability)
    {
        var t = Math.Sqrt(-2 * Math.Log(1 - probability));
        return t - ((2.515517 + (0.802853 * t) + (0.010328 * t * t)) / (1 + (1.432788 * t) + (0.189269 * t * t) + (0.001308 * t * t * t)));
    }
}
