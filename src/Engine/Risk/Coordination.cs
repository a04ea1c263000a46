using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;

namespace Investigator.Engine.Risk;

/// <summary>What speaks for one hand behind a finding, without any outcome.</summary>
/// <remarks>
/// A share is strong when its 5% quantile is large and many times that of the rest: both, because a rarity that a few members show is no trait of the finding.
/// Members of one account count by <see cref="Witnesses"/>.
/// </remarks>
internal sealed class Coordination
{
    private const long Day = 86_400_000_000;

    /// <summary>A sale's crowd follows the same pages too, so the pages alone never count as a strong signal; at one pace they do.</summary>
    private const double MostOfPages = 0.45;

    /// <summary>A tenth of the payments elsewhere at machine speed: then it is no sign.</summary>
    private const double MostMachinesElsewhere = 0.1;

    /// <summary>A share says nothing up to this many times the rest's, and all that it can from the second on.</summary>
    private static readonly (double From, double To) Ratio = (2, 6);

    private readonly TransactionFacts _facts;
    private readonly PageScripts _scripts;
    private readonly bool _hasDecisions;
    private readonly double _correlation;
    private readonly int[] _declines;
    private readonly int[] _newAccounts;
    private readonly int[][] _newEntities;
    private readonly Dictionary<long, int> _amounts = [];
    private readonly double[] _sortedAmounts;
    private readonly IReadOnlyList<EntityCrowds> _crowds;
    private readonly AccountFarms _farms;

    public Coordination(TransactionFacts facts, PageScripts scripts, bool hasDecisions, double correlation)
    {
        (_facts, _scripts, _hasDecisions, _correlation) = (facts, scripts, hasDecisions, correlation);
        _declines = Running(i => facts.Decisions[i] == Decision.Declined);
        _newAccounts = FirstDay(facts.Accounts);
        _newEntities = [.. facts.Entities.Select(e => FirstDay(e.Codes))];
        foreach (var amount in facts.Amounts)
        {
            if (!double.IsNaN(amount)) _amounts[Cents(amount)] = _amounts.GetValueOrDefault(Cents(amount)) + 1;
        }
        _sortedAmounts = [.. facts.Amounts.Where(a => !double.IsNaN(a)).Order()];
        _crowds = [.. facts.Entities.Select(e => new EntityCrowds(e, facts.Accounts))];
        _farms = new AccountFarms(facts, _crowds);
    }

    /// <param name="members">Rows of the finding, ascending, one or more.</param>
    public IReadOnlyList<Signal> Of(int[] members)
    {
        var signals = new List<Signal>();
        var group = new Group(members, Witnesses.Each(members, _facts.Accounts, _correlation));
        AddSharing(signals, members);
        AddScripts(signals, group);
        AddBurst(signals, group, SignalKind.DayBurst, "24 hours", Day, (0.3, 0.8));
        AddBurst(signals, group, SignalKind.WeekBurst, "7 days", 7 * Day, (0.5, 0.9));
        AddRunning(signals, group, SignalKind.NewAccounts, null, "share of payments within a day of the account's first payment", _newAccounts, (0.4, 0.9));
        for (var e = 0; e < _newEntities.Length; e++)
        {
            var entity = _facts.Entities[e].Name;
            AddRunning(signals, group, SignalKind.NewEntities, entity, $"share of payments within a day of the {FeatureWords.One(entity)}'s first payment",
                _newEntities[e], (0.4, 0.9));
        }
        if (_hasDecisions) AddRunning(signals, group, SignalKind.Declines, null, "share of payments declined", _declines, (0.05, 0.3));
        AddAmount(signals, group);
        return signals;
    }

    private void AddSharing(List<Signal> signals, int[] members)
    {
        for (var e = 0; e < _crowds.Count; e++)
        {
            if (_facts.Shared[e].Of(members) is not { } sharing) continue;
            var (name, pairs) = (_crowds[e].Name, _crowds[e].Pairs(members));
            signals.Add(new(SignalKind.EntitySharing, name, $"accounts per {FeatureWords.One(name)}", sharing.PerEntity, sharing.PerEntityRest,
                Times(sharing.PerEntity, sharing.PerEntityRest, 1.5, 5), _crowds[e].Sharing(pairs, Level(sharing.PerEntity)).Chance));
            signals.Add(new(SignalKind.EntitySpread, name, $"different {FeatureWords.Many(name)} per account", sharing.PerAccount, sharing.PerAccountRest,
                Times(sharing.PerAccount, sharing.PerAccountRest, 2, 8), _crowds[e].Spread(pairs, Level(sharing.PerAccount)).Chance));
            if (_farms.Of(e, members, pairs) is not { } farm) continue;
            signals.Add(new(SignalKind.AccountFarm, name,
                $"share of accounts on {FeatureWords.Many(name)} that {AccountFarms.MoreThanHousehold} or more of them use, with nothing of their own",
                Share(farm.Mine, farm.Of), Share(farm.Rest, farm.RestOf), Strength(farm.Lower, farm.RestShare, (0.3, 0.6)), farm.Chance));
        }

        // What random accounts would have to reach: as many on one value, or of one account, as here on average; one alone is nothing.
        static int Level(double mean) => Math.Max(2, (int)Math.Floor(mean));
    }

    private void AddScripts(List<Signal> signals, Group group)
    {
        AddMachines(signals, group);
        if (_scripts.MostCommon(group.Members) is not { } common) return;
        Add(signals, group, SignalKind.SamePages, "share of payments after the same page sequence", common.Members, common.Rest, (0.15, 0.55),
            most: common.SeveralAccounts ? MostOfPages : 0, tries: group.Members.Length);
        var (paced, pacedRest) = _scripts.OnePaceRows(group.Members);
        Add(signals, group, SignalKind.SamePace, "share of payments after the same pages at nearly the same pace as others", paced, pacedRest, (0.15, 0.55));
    }

    /// <summary>Where much of the rest is as quick, quickness is how this log is written, or what people do here, and says nothing.</summary>
    private void AddMachines(List<Signal> signals, Group group)
    {
        var (mine, elsewhere) = _scripts.MachineRows(group.Members);
        if (mine.Any == 0) return;
        // What people can do too never counts as a strong signal, however many do it.
        var isSure = mine.Surely * 2 >= mine.Any;
        var (count, rest) = isSure ? (mine.Surely, elsewhere.Surely) : (mine.Any, elsewhere.Any);
        var usual = Share(rest, _facts.Count - group.Members.Length) > MostMachinesElsewhere;
        Add(signals, group, SignalKind.MachinePacing, "share of payments after steps at a machine's speed", count, rest, (0.3, 0.8),
            most: usual ? 0 : isSure ? 1 : MostOfPages);
    }

    /// <summary>The finding's busiest hours, and what part of all others falls into those same hours.</summary>
    private void AddBurst(List<Signal> signals, Group group, SignalKind kind, string span, long window, (double From, double To) ramp)
    {
        var members = group.Members;
        int best = 0, start = 0;
        for (int i = 0, first = 0; i < members.Length; i++)
        {
            while (_facts.Times[members[i]] - _facts.Times[members[first]] >= window) first++;
            if (i - first + 1 > best) (best, start) = (i - first + 1, members[first]);
        }
        var begin = SortedSearch.CountBelow<long>(_facts.Times, _facts.Times[start]);
        var end = SortedSearch.CountBelow<long>(_facts.Times, _facts.Times[start] + window);
        var rest = end - begin - CountBetween(members, begin, end);
        // A busiest window is the best of those that could have been chosen: about one that begins at each member.
        Add(signals, group, kind, $"share of payments within the busiest {span}", best, rest, ramp, tries: members.Length);
    }

    /// <summary>A share of members against the others' of the same days: at a dataset's start everything is new.</summary>
    private void AddRunning(
        List<Signal> signals, Group group, SignalKind kind, string? entity, string phrase, int[] running, (double From, double To) ramp)
    {
        var members = group.Members;
        var mine = members.Count(r => running[r + 1] > running[r]);
        var (begin, end) = (members[0], members[^1] + 1);
        var (others, rest) = (end - begin - members.Length, running[end] - running[begin] - mine);
        if (others < 30) (others, rest) = (_facts.Count - members.Length, running[^1] - mine);
        Add(signals, group, kind, phrase, mine, rest, ramp, entity, others);
    }

    private void AddAmount(List<Signal> signals, Group group)
    {
        var members = group.Members;
        var counts = members.Where(r => !double.IsNaN(_facts.Amounts[r])).GroupBy(r => Cents(_facts.Amounts[r]))
            .Select(g => (Cents: g.Key, Count: g.Count())).ToList();
        if (counts.Count == 0) return;
        var best = counts.MaxBy(c => (c.Count, -c.Cents));
        Add(signals, group, SignalKind.SameAmount, "share of payments of the same amount", best.Count, _amounts[best.Cents] - best.Count, (0.3, 0.8),
            tries: members.Length);

        // Crews that take one kind of goods pay nearly the same: within an eighth of the median.
        double[] mine = [.. members.Select(r => _facts.Amounts[r]).Where(a => !double.IsNaN(a)).Order()];
        var median = Quantiles.UpperMedian<double>(mine);
        var (low, high) = (median * 7 / 8, median * 9 / 8);
        var near = mine.Count(a => a >= low && a <= high);
        var nearRest = SortedSearch.CountUpTo<double>(_sortedAmounts, high) - SortedSearch.CountBelow<double>(_sortedAmounts, low) - near;
        Add(signals, group, SignalKind.NearAmount, "share of payments within an eighth of the median amount", near, nearRest, (0.4, 0.8),
            tries: members.Length);
    }

    /// <param name="signals">Takes it.</param>
    /// <param name="group">The finding.</param>
    /// <param name="kind">What is measured.</param>
    /// <param name="phrase">As said in a sentence.</param>
    /// <param name="count">Members of which it holds.</param>
    /// <param name="rest">Others of which it holds.</param>
    /// <param name="ramp">The surest share (5% quantile) from which it counts, and from which it counts in full.</param>
    /// <param name="entity">Of which entity.</param>
    /// <param name="others">Others looked at; by default all.</param>
    /// <param name="most">Its greatest strength.</param>
    /// <param name="tries">It is the best of so many things that were looked at, and so its chance is that many times as great (Bonferroni).</param>
    private void Add(List<Signal> signals, Group group, SignalKind kind, string phrase, int count, int rest, (double From, double To) ramp,
        string? entity = null, int? others = null, double most = 1, int tries = 1)
    {
        var restOf = others ?? _facts.Count - group.Members.Length;
        // What was chosen to fit one member is spent on that member: the others alone are evidence.
        var spent = tries > 1 ? 1 : 0;
        var (mine, of) = ((count - spent) * group.Witness, (group.Members.Length - spent) * group.Witness);
        var elsewhere = ChanceTest.Rest(rest, restOf);
        signals.Add(new(kind, entity, phrase, Share(count, group.Members.Length), Share(rest, restOf),
            most * Strength(ChanceTest.Lower(mine, of), elsewhere, ramp), Math.Min(1, tries * ChanceTest.AtLeast(mine, of, elsewhere))));
    }

    private static double Strength(double lower, double rest, (double From, double To) ramp) =>
        Math.Min(Ramp(lower, ramp.From, ramp.To), Ramp(Math.Log(lower / rest), Math.Log(Ratio.From), Math.Log(Ratio.To)));

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

    /// <param name="Members">Rows.</param>
    /// <param name="Witness">What each counts for.</param>
    private sealed record Group(int[] Members, double Witness);
}
