using System.Runtime.InteropServices;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Facts;

/// <summary>
/// Which transactions were led to by exactly the same pages, which of those also at nearly the same pace (<see cref="PagePace"/>), and which by a machine's
/// times (<see cref="MachinePacing"/>). Made once per run, for the evidence of risk and for the narratives.
/// </summary>
public sealed class PageScripts
{
    /// <summary>Two pages in a row say little: nearly everybody has a pair in common with somebody.</summary>
    private const int ShortestScript = 3;

    /// <summary>Fewer agree by chance.</summary>
    private const int SmallestGroup = 4;

    /// <summary>One person's habit is no script.</summary>
    private const int FewestAccounts = 3;

    private readonly int[] _accounts;

    /// <summary><c>[n]</c> the first row with the same pages; -1 for none or too few.</summary>
    private readonly int[] _scripts;

    /// <summary><c>[n]</c> rows with the same pages, at the first of them.</summary>
    private readonly int[] _sizes;

    private readonly PagePace _pace;
    private readonly bool[] _paced;
    private readonly int _pacedTotal;
    private readonly MachineTime[] _machine;
    private readonly MachineCount _machineTotal;

    /// <param name="facts">Accounts and page sequences.</param>
    /// <param name="sequences">In the dataset's row order.</param>
    /// <param name="labels"><c>[n]</c> cluster of each row: pace is compared within a cluster.</param>
    public PageScripts(TransactionFacts facts, SequenceSet sequences, int[] labels)
    {
        _accounts = facts.Accounts;
        _scripts = [.. facts.PageSequences.Select((first, row) => sequences.Length(row) < ShortestScript ? -1 : first)];
        _sizes = new int[labels.Length];
        _paced = new bool[labels.Length];
        var groups = new Dictionary<(int Label, int Script), List<int>>();
        for (var row = 0; row < labels.Length; row++)
        {
            if (_scripts[row] < 0) continue;
            _sizes[_scripts[row]]++;
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, (labels[row], _scripts[row]), out _);
            (group ??= []).Add(row);
        }
        _pace = new PagePace(sequences);
        foreach (var rows in groups.Values)
        {
            if (rows.Count < SmallestGroup || AccountsOf(rows) < FewestAccounts || !_pace.IsOne(rows)) continue;
            foreach (var row in rows) _paced[row] = true;
            _pacedTotal += rows.Count;
        }
        _machine = MachinePacing.Of(sequences, facts.SequenceClock);
        _machineTotal = Tally(_machine);
    }

    /// <summary>Transactions.</summary>
    internal int Count => _scripts.Length;

    /// <summary><c>[n]</c> the first row with the same pages in the same order; -1 for fewer than three pages.</summary>
    internal int[] Scripts => _scripts;

    /// <summary>The exact page sequence that most members share; ties go to the one seen first. Null where no member has one of three pages or more.</summary>
    internal CommonScript? MostCommon(int[] members)
    {
        var counts = new Dictionary<int, (int Count, int First)>();
        foreach (var row in members)
        {
            if (_scripts[row] < 0) continue;
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, _scripts[row], out var seen);
            entry = (entry.Count + 1, seen ? entry.First : row);
        }
        if (counts.Count == 0) return null;
        var (script, best) = counts.MaxBy(e => (e.Value.Count, -e.Value.First));
        return new CommonScript(best.First, best.Count, _sizes[script] - best.Count, AccountsOf(members.Where(r => _scripts[r] == script)) >= FewestAccounts);
    }

    /// <summary>
    /// Members whose pages and pace three others or more of the cluster, of three accounts or more, have too, and transactions elsewhere of which that is
    /// true within their own cluster.
    /// </summary>
    internal (int Members, int Others) OnePaceRows(int[] members)
    {
        var mine = members.Count(r => _paced[r]);
        return (mine, _pacedTotal - mine);
    }

    /// <summary>Members whose times look like a machine's, and transactions elsewhere whose do. They may be of a single page.</summary>
    internal (MachineCount Members, MachineCount Others) MachineRows(int[] members)
    {
        var mine = Tally(members.Select(r => _machine[r]));
        return (mine, new MachineCount(_machineTotal.Any - mine.Any, _machineTotal.Surely - mine.Surely));
    }

    private static MachineCount Tally(IEnumerable<MachineTime> times)
    {
        var (any, surely) = (0, 0);
        foreach (var time in times)
        {
            if (time != MachineTime.None) any++;
            if (time == MachineTime.Surely) surely++;
        }
        return new MachineCount(any, surely);
    }

    /// <summary>How far apart two sets are in pace on the script that most of both have (<see cref="PagePace.Apart"/>); null where no stay is known.</summary>
    /// <param name="rows">One set.</param>
    /// <param name="others">The other.</param>
    /// <param name="common">Scripts that both have, one or more.</param>
    internal double? PaceApart(int[] rows, int[] others, IReadOnlySet<int> common)
    {
        var script = rows.Concat(others).Select(row => _scripts[row]).Where(common.Contains).GroupBy(static s => s).MaxBy(static g => (g.Count(), -g.Key))!.Key;
        return _pace.Apart(With(rows), With(others));

        int[] With(int[] set) => [.. set.Where(row => _scripts[row] == script)];
    }

    private int AccountsOf(IEnumerable<int> rows) => rows.Select(r => _accounts[r]).Distinct().Count();

}

/// <param name="Any">Transactions after times that perhaps or surely are a machine's.</param>
/// <param name="Surely">Those of which it is sure.</param>
internal readonly record struct MachineCount(int Any, int Surely);

/// <param name="Row">A member that has it.</param>
/// <param name="Members">Members that have it.</param>
/// <param name="Rest">Other transactions that have it.</param>
/// <param name="SeveralAccounts">Whether three accounts or more have it: one person's habit is no script.</param>
internal sealed record CommonScript(int Row, int Members, int Rest, bool SeveralAccounts);
