using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;

namespace Investigator.Engine.Risk;

/// <param name="Strength">0..1.</param>
internal sealed record Signal(SignalKind Kind, string? Entity, string Phrase, double Value, double Rest, double Strength)
{
    public SignalFamily Family => Kind.Family();
}

/// <summary>What speaks for one hand behind a cluster, without any outcome.</summary>
internal sealed class Coordination
{
    private const long Day = 86_400_000_000;

    /// <summary>A sale's crowd follows the same pages too, so the pages alone never count as a strong signal; at one pace they do.</summary>
    private const double MostOfPages = 0.45;

    /// <summary>A tenth of the payments elsewhere at machine speed: then it is no sign.</summary>
    private const double MostMachinesElsewhere = 0.1;

    private readonly TransactionFacts _facts;
    private readonly PageScripts _scripts;
    private readonly bool _hasDecisions;
    private readonly int[] _declines;
    private readonly int[] _newAccounts;
    private readonly int[][] _newEntities;
    private readonly Dictionary<long, int> _amounts = [];
    private readonly double[] _sortedAmounts;

    public Coordination(TransactionFacts facts, PageScripts scripts, bool hasDecisions)
    {
        (_facts, _scripts, _hasDecisions) = (facts, scripts, hasDecisions);
        _declines = Running(i => facts.Decisions[i] == Decision.Declined);
        _newAccounts = FirstDay(facts.Accounts);
        _newEntities = [.. facts.Entities.Select(e => FirstDay(e.Codes))];
        foreach (var amount in facts.Amounts)
        {
            if (!double.IsNaN(amount)) _amounts[Cents(amount)] = _amounts.GetValueOrDefault(Cents(amount)) + 1;
        }
        _sortedAmounts = [.. facts.Amounts.Where(a => !double.IsNaN(a)).Order()];
    }

    /// <param name="members">Rows of the cluster, ascending, one or more.</param>
    public IReadOnlyList<Signal> Of(int[] members)
    {
        var signals = new List<Signal>();
        AddSharing(signals, members);
        AddScripts(signals, members);
        AddBurst(signals, members, SignalKind.DayBurst, "24 hours", Day, 0.3, 0.8);
        AddBurst(signals, members, SignalKind.WeekBurst, "7 days", 7 * Day, 0.5, 0.9);
        AddShare(signals, members, SignalKind.NewAccounts, null, "share of payments within a day of the account's first payment", _newAccounts, 0.4, 0.9, 1);
        for (var e = 0; e < _newEntities.Length; e++)
        {
            var entity = _facts.Entities[e].Name;
            // Where most payments elsewhere bring a new one too (an address of a phone), new ones say nothing.
            AddShare(signals, members, SignalKind.NewEntities, entity, $"share of payments within a day of the {FeatureWords.One(entity)}'s first payment",
                _newEntities[e], 0.4, 0.9, 0.3);
        }
        if (_hasDecisions) AddShare(signals, members, SignalKind.Declines, null, "share of payments declined", _declines, 0.05, 0.3, 1);
        AddAmount(signals, members);
        return signals;
    }

    private void AddSharing(List<Signal> signals, int[] members)
    {
        foreach (var entity in _facts.Shared)
        {
            if (entity.Of(members) is not { } sharing) continue;
            signals.Add(new(SignalKind.EntitySharing, entity.Name, $"accounts per {FeatureWords.One(entity.Name)}", sharing.PerEntity,
                sharing.PerEntityRest, Times(sharing.PerEntity, sharing.PerEntityRest, 1.5, 5)));
            signals.Add(new(SignalKind.EntitySpread, entity.Name, $"different {FeatureWords.Many(entity.Name)} per account", sharing.PerAccount,
                sharing.PerAccountRest, Times(sharing.PerAccount, sharing.PerAccountRest, 2, 8)));
        }
    }

    private void AddScripts(List<Signal> signals, int[] members)
    {
        var others = _facts.Count - members.Length;
        AddMachines(signals, members, others);
        if (_scripts.MostCommon(members) is not { } common) return;
        Add(SignalKind.SamePages, "share of payments after the same page sequence", common.Members, common.Rest, common.SeveralAccounts ? MostOfPages : 0);
        var (paced, pacedRest) = _scripts.OnePaceRows(members);
        Add(SignalKind.SamePace, "share of payments after the same pages at nearly the same pace as others", paced, pacedRest, 1);

        void Add(SignalKind kind, string phrase, int count, int rest, double most)
        {
            var (value, elsewhere) = (Share(count, members.Length), Share(rest, others));
            signals.Add(new(kind, null, phrase, value, elsewhere, most * Ramp(value - elsewhere, 0.15, 0.55)));
        }
    }

    /// <summary>Where much of the rest is as quick, quickness is how this log is written, or what people do here, and says nothing.</summary>
    private void AddMachines(List<Signal> signals, int[] members, int others)
    {
        var (mine, elsewhere) = _scripts.MachineRows(members);
        if (mine.Any == 0) return;
        // What people can do too never counts as a strong signal, however many do it.
        var isSure = mine.Surely * 2 >= mine.Any;
        var (value, rest) = isSure
            ? (Share(mine.Surely, members.Length), Share(elsewhere.Surely, others))
            : (Share(mine.Any, members.Length), Share(elsewhere.Any, others));
        var strength = rest > MostMachinesElsewhere ? 0 : Ramp(value - rest, 0.3, 0.8);
        signals.Add(new(SignalKind.MachineTimes, null, "share of payments after steps at a machine's speed", value, rest,
            (isSure ? 1 : MostOfPages) * strength));
    }

    /// <summary>The cluster's busiest hours, and what part of all others falls into those same hours.</summary>
    private void AddBurst(List<Signal> signals, int[] members, SignalKind kind, string span, long window, double from, double to)
    {
        int best = 0, start = 0;
        for (int i = 0, first = 0; i < members.Length; i++)
        {
            while (_facts.Times[members[i]] - _facts.Times[members[first]] >= window) first++;
            if (i - first + 1 > best) (best, start) = (i - first + 1, members[first]);
        }
        var begin = SortedSearch.CountBelow<long>(_facts.Times, _facts.Times[start]);
        var end = SortedSearch.CountBelow<long>(_facts.Times, _facts.Times[start] + window);
        var (value, rest) = (Share(best, members.Length), Share(end - begin - CountBetween(members, begin, end), _facts.Count - members.Length));
        signals.Add(new(kind, null, $"share of payments within the busiest {span}", value, rest, members.Length < 3 ? 0 : Ramp(value - rest, from, to)));
    }

    /// <summary>A share of members against the others' of the same days: at a dataset's start everything is new.</summary>
    private void AddShare(
        List<Signal> signals, int[] members, SignalKind kind, string? entity, string phrase, int[] running, double from, double to, double mostRest)
    {
        var mine = members.Count(r => running[r + 1] > running[r]);
        var (begin, end) = (members[0], members[^1] + 1);
        var (others, rest) = (end - begin - members.Length, running[end] - running[begin] - mine);
        if (others < 30) (others, rest) = (_facts.Count - members.Length, running[^1] - mine);
        var elsewhere = Share(rest, others);
        // Few members: only what the lower bound of their share shows.
        var lower = BetaDistribution.Quantile(0.05, mine + 0.5, members.Length - mine + 0.5);
        var strength = elsewhere > mostRest ? 0 : Ramp((lower - elsewhere) / Math.Max(1e-9, 1 - elsewhere), from, to);
        signals.Add(new(kind, entity, phrase, Share(mine, members.Length), elsewhere, strength));
    }

    private void AddAmount(List<Signal> signals, int[] members)
    {
        var counts = members.Where(r => !double.IsNaN(_facts.Amounts[r])).GroupBy(r => Cents(_facts.Amounts[r]))
            .Select(g => (Cents: g.Key, Count: g.Count())).ToList();
        if (counts.Count == 0) return;
        var best = counts.MaxBy(c => (c.Count, -c.Cents));
        var (value, rest) = (Share(best.Count, members.Length), Share(_amounts[best.Cents] - best.Count, _facts.Count - members.Length));
        signals.Add(new(SignalKind.SameAmount, null, "share of payments of the same amount", value, rest, best.Count < 3 ? 0 : Ramp(value - rest, 0.3, 0.8)));

        // Crews that take one kind of goods pay nearly the same: within an eighth of the median.
        double[] mine = [.. members.Select(r => _facts.Amounts[r]).Where(a => !double.IsNaN(a)).Order()];
        var median = Quantiles.UpperMedian<double>(mine);
        var (low, high) = (median * 7 / 8, median * 9 / 8);
        var near = mine.Count(a => a >= low && a <= high);
        var nearRest = SortedSearch.CountUpTo<double>(_sortedAmounts, high) - SortedSearch.CountBelow<double>(_sortedAmounts, low) - near;
        (value, rest) = (Share(near, members.Length), Share(nearRest, _facts.Count - members.Length));
        var strength = near < 3 ? 0 : Ramp(value - rest, 0.4, 0.8);
        signals.Add(new(SignalKind.NearAmount, null, "share of payments within an eighth of the median amount", value, rest, strength));
    }

    /// <summary><c>[n + 1]</c> running count of rows whose key was first seen within the day before; a key is the first row that has it, -1 for none.</summary>
    private int[] FirstDay(int[] keys) => Running(i => keys[i] >= 0 && _facts.Times[i] - _facts.Times[keys[i]] < Day);

    private int[] Running(Func<int, bool> holds)
    {
        var running = new int[_facts.Count + 1];
        for (var i = 0; i < _facts.Count; i++) running[i + 1] = running[i] + (holds(i) ? 1 : 0);
        return running;
    }

    private static int CountBetween(int[] members, int begin, int end) => members.Count(r => r >= begin && r < end);

    private static long Cents(double amount) => (long)Math.Round(amount * 100);

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static double Ramp(double value, double from, double to) => Math.Clamp((value - from) / (to - from), 0, 1);

    /// <summary>A ratio as strength, in logarithms; the rest counts as at least 1, which is nothing shared.</summary>
    private static double Times(double value, double rest, double from, double to) => Ramp(Math.Log(value / Math.Max(1, rest)), Math.Log(from), Math.Log(to));
}
