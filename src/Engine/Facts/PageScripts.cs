using System.Runtime.InteropServices;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Facts;

/// <summary>
/// Which transactions were led to by exactly the same pages, and which of those also at nearly the same pace. Made once per run, for the evidence of risk and
/// for the narratives.
/// </summary>
public sealed class PageScripts
{
    /// <summary>Two pages in a row say little: nearly everybody has a pair in common with somebody.</summary>
    private const int ShortestScript = 3;

    /// <summary>
    /// Mean deviation of ln(dwell) within a group that counts as one pace. Machines with jitter and crews in routine stay below; reading times of different
    /// people have about 0.7 to 1.
    /// </summary>
    private const double OnePace = 0.5;

    /// <summary>Fewer agree by chance.</summary>
    private const int SmallestGroup = 4;

    /// <summary>One person's habit is no script.</summary>
    private const int FewestAccounts = 3;

    private readonly SequenceSet _sequences;
    private readonly int[] _accounts;

    /// <summary><c>[n]</c> the first row with the same pages; -1 for none or too few.</summary>
    private readonly int[] _scripts;

    /// <summary><c>[n]</c> rows with the same pages, at the first of them.</summary>
    private readonly int[] _sizes;

    private readonly bool[] _paced;
    private readonly int _pacedTotal;

    /// <param name="facts">Accounts and page sequences.</param>
    /// <param name="sequences">In the dataset's row order.</param>
    /// <param name="labels"><c>[n]</c> cluster of each row: pace is compared within a cluster.</param>
    public PageScripts(TransactionFacts facts, SequenceSet sequences, int[] labels)
    {
        (_sequences, _accounts) = (sequences, facts.Accounts);
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
        foreach (var rows in groups.Values)
        {
            if (rows.Count < SmallestGroup || AccountsOf(rows) < FewestAccounts || Spread(rows) >= OnePace) continue;
            foreach (var row in rows) _paced[row] = true;
            _pacedTotal += rows.Count;
        }
    }

    /// <summary>Transactions.</summary>
    internal int Count => _scripts.Length;

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

    private int AccountsOf(IEnumerable<int> rows) => rows.Select(r => _accounts[r]).Distinct().Count();

    /// <summary>Mean over the steps of the standard deviation of ln(dwell + 0.1 s), as far as dwells are known.</summary>
    private double Spread(List<int> rows)
    {
        var steps = _sequences.Length(rows[0]);
        double total = 0;
        var measured = 0;
        for (var s = 0; s < steps; s++)
        {
            double sum = 0, squares = 0;
            var known = 0;
            foreach (var row in rows)
            {
                if (float.IsNaN(_sequences.Dwell[_sequences.Offsets[row] + s])) continue;
                known++;
                var v = Math.Log(Math.Max(0, _sequences.Dwell[_sequences.Offsets[row] + s]) + 0.1);
                sum += v;
                squares += v * v;
            }
            if (known < 2) continue;
            measured++;
            var mean = sum / known;
            total += Math.Sqrt(Math.Max(0, (squares / known) - (mean * mean)) * known / (known - 1));
        }
        return measured == 0 ? double.PositiveInfinity : total / measured;
    }
}

/// <param name="Row">A member that has it.</param>
/// <param name="Members">Members that have it.</param>
/// <param name="Rest">Other transactions that have it.</param>
/// <param name="SeveralAccounts">Whether three accounts or more have it: one person's habit is no script.</param>
internal sealed record CommonScript(int Row, int Members, int Rest, bool SeveralAccounts);
