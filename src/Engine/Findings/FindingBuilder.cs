using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Risk;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Findings;

/// <summary>
/// Clusters -> findings: a cluster that mixes groups with nothing in common is divided, risky parts of one ring are joined, and what lies in no cluster goes to
/// the risky finding that most of its nearest neighbours are in.
/// </summary>
public static class FindingBuilder
{
    private const string Stage = StageNames.Findings;

    /// <summary>More likely a ring than not.</summary>
    private const double ProbablyRing = 0.5;

    /// <param name="clustering">Its labels stay as they are.</param>
    /// <param name="facts">Of its transactions.</param>
    /// <param name="scripts">Of its transactions.</param>
    /// <param name="points">The space in which it was found, <c>[n, d]</c>.</param>
    /// <param name="graph">Each row's nearest neighbours there.</param>
    /// <param name="assess">How risky sets of rows are, in the order in which they are given.</param>
    /// <param name="options">When to divide and when to join.</param>
    /// <param name="clusters">What a cluster is: neither is a part smaller, nor a joined finding larger.</param>
    /// <param name="context">Threads, progress, cancel.</param>
    public static FindingSet Build(
        Clustering clustering,
        TransactionFacts facts,
        PageScripts scripts,
        PointMatrix points,
        NeighborGraph graph,
        Func<IReadOnlyList<int[]>, IReadOnlyList<FindingRisk>> assess,
        FindingOptions options,
        ClusterOptions clusters,
        StageContext context)
    {
        options.Validate();
        if (clustering.Clusters.Count == 0 || options is { Divide: false, Join: false }) return EachCluster(clustering);
        context.RequireMemory((facts.Entities.Count + 6L) * 4 * facts.Count, $"comparing what {facts.Count:#,0} payments share", "fewer rows");
        var members = clustering.Members();
        var ties = Tie.All(facts, scripts);
        var parts = options.Divide ? Divide() : [.. members.Select(static (rows, label) => new Part(label, rows, []))];
        var joined = options.Join ? Join() : [.. parts.Select(static (part, i) => new Draft([i], part.Rows, []))];
        return Number(clustering, parts, joined);

        List<Part> Divide()
        {
            var division = new ClusterDivision(ties, facts, points, clusters.MinClusterSize, options.MaxSharers);
            var divided = new IReadOnlyList<int[]>[members.Length];
            var meter = context.Start(Stage, members.Length, "dividing clusters");
            Parallel.For(0, members.Length, context.Parallel, label =>
            {
                divided[label] = division.Parts(members[label]);
                meter.Add(1);
            });
            meter.Finish();
            return [.. divided.SelectMany((rows, label) => rows.Select(part => new Part(label, part, Reasons(label, part, rows.Count))))];
        }

        IReadOnlyList<string> Reasons(int label, int[] part, int count)
        {
            if (count == 1) return [];
            var these = $"these are {Wording.Count(part.Length)} of the {Wording.Counted(members[label].Length, "payment")}";
            var shared = Wording.Listed([.. ties.Select(static tie => tie.Noun)], "or");
            return [Wording.Sentence($"{these} of cluster {label}: no {shared} ties the others to them, and their features are not alike")];
        }

        List<Draft> Join()
        {
            var risks = assess([.. parts.Select(static part => part.Rows)]);
            if (options.Divide && Crews(risks) is { } crews)
            {
                parts = crews;
                risks = assess([.. parts.Select(static part => part.Rows)]);
            }

            int[] risky = [.. Enumerable.Range(0, parts.Count).Where(i => risks[i].Risky)];
            int[] joinable = [.. Enumerable.Range(0, parts.Count).Where(i => risks[i].Risky || (risky.Length > 0 && risks[i].Ring >= ProbablyRing))];
            context.Start(Stage, joinable.Length, "joining parts of one ring").Add(0);
            var shared = new SharedTies(ties, facts, scripts, points, risky.Select(i => parts[i].Rows), options);
            var join = new FindingJoin(shared, facts, ties.Count, clusters.MaxClusterSize ?? int.MaxValue);
            var rings = join.Join(
                [.. joinable.Select(i => parts[i].Rows)], [.. joinable.Select(i => risks[i].Risky)], [.. joinable.Select(i => Name(parts[i]))], context.Cancel);
            Draft[] drafts = [.. rings.Select(ring => new Draft([.. ring.Parts.Select(i => joinable[i])], ring.Rows, ring.Reasons))];
            return Vote([.. Enumerable.Range(0, parts.Count).Except(joinable).Select(i => new Draft([i], parts[i].Rows, [])), .. drafts], risks);
        }

        List<Draft> Vote(List<Draft> drafts, IReadOnlyList<FindingRisk> risks)
        {
            bool[] risky = [.. drafts.Select(draft => draft.Parts.Any(i => risks[i].Risky))];
            if (!risky.Contains(true)) return drafts;
            var most = clusters.MaxClusterSize ?? int.MaxValue;
            var added = NeighborVote.Count(graph, clustering.Labels, [.. drafts.Select((draft, i) => risky[i] ? draft.Rows : [])], options.MinVote);
            if (Array.TrueForAll(added, static rows => rows.Length == 0)) return drafts;
            Draft[] larger =
            [
                .. drafts.Select((draft, i) => added[i].Length == 0 || draft.Rows.Length + added[i].Length > most ? draft : draft with
                {
                    Rows = [.. draft.Rows.Concat(added[i]).Order()],
                    Reasons = [.. draft.Reasons, NeighborVote.Reason(added[i].Length)],
                }),
            ];

            // Ordinary payments all around may outvote what made it risky: then it stays what it was.
            var again = assess([.. larger.Select(static draft => draft.Rows)]);
            return [.. larger.Select((draft, i) => again[i].Risky ? draft : drafts[i])];
        }

        // Null where every risky part is of one crew.
        List<Part>? Crews(IReadOnlyList<FindingRisk> risks)
        {
            var division = new CrewDivision(ties, facts, scripts, clusters.MinClusterSize, options.MaxSharers);
            var crews = new IReadOnlyList<Part>[parts.Count];
            Parallel.For(0, crews.Length, context.Parallel, i =>
            {
                var rows = risks[i].Risky ? division.Crews(parts[i].Rows) : [parts[i].Rows];
                crews[i] = rows.Count == 1 ? [parts[i]] : [.. rows.Select(crew => new Part(parts[i].Label, crew, CrewReasons(parts[i], crew)))];
            });
            return crews.All(static c => c.Count == 1) ? null : [.. crews.SelectMany(static c => c)];
        }

        static IReadOnlyList<string> CrewReasons(Part part, int[] crew)
        {
            var these = $"these are {Wording.Count(crew.Length)} of {Wording.Counted(part.Rows.Length, "payment")} of cluster {part.Label}";
            return [.. part.Reasons, Wording.Sentence($"{these} that followed the same pages: the others share nothing with them and keep another pace")];
        }

        string Name(Part part) => part.Reasons.Count == 0 ? $"cluster {part.Label}" : $"{Wording.Counted(part.Rows.Length, "payment")} of cluster {part.Label}";
    }

    /// <summary>Every cluster is a finding of its own, of the same number.</summary>
    public static FindingSet EachCluster(Clustering clustering) => new()
    {
        Numbers = clustering.Labels,
        Items = [.. clustering.Clusters.Select(static (c, label) => new Finding(label, [label], c.Size, false, []))],
    };

    private static FindingSet Number(Clustering clustering, List<Part> parts, List<Draft> drafts)
    {
        Draft[] ordered = [.. drafts.OrderBy(static draft => draft.Rows[0])];
        var numbers = new int[clustering.Labels.Length];
        Array.Fill(numbers, -1);
        for (var k = 0; k < ordered.Length; k++) foreach (var row in ordered[k].Rows) numbers[row] = k;
        var held = ordered.SelectMany(static (draft, k) => draft.Parts.Select(part => (Part: part, Finding: k)))
            .ToLookup(p => parts[p.Part].Label, static p => p.Finding);
        return new FindingSet { Numbers = numbers, Items = [.. ordered.Select(Finding)] };

        Finding Finding(Draft draft, int number)
        {
            int[] labels = [.. draft.Parts.Select(i => parts[i].Label).Distinct().Order()];
            string[] reasons = [.. draft.Parts.SelectMany(i => parts[i].Reasons), .. draft.Reasons];
            return new Finding(number, labels, draft.Rows.Length, labels.Any(label => held[label].Distinct().Skip(1).Any()), reasons);
        }
    }

    /// <summary>Rows of one cluster that go together, and why others of it do not.</summary>
    private sealed record Part(int Label, int[] Rows, IReadOnlyList<string> Reasons);

    /// <summary>A finding that has no number yet.</summary>
    /// <param name="Parts">Indices of the parts it is made of.</param>
    /// <param name="Rows">All their rows, ascending.</param>
    /// <param name="Reasons">Why they were joined.</param>
    private sealed record Draft(IReadOnlyList<int> Parts, int[] Rows, IReadOnlyList<string> Reasons);
}
