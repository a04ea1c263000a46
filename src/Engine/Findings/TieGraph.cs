using Investigator.Engine.Core;

namespace Investigator.Engine.Findings;

/// <summary>Rows and the values that tie them, as a graph of two kinds of nodes; cut where a single row holds two groups together.</summary>
/// <remarks>
/// A stolen account pays once with the thief's device and the family's card: that one payment would make one group of the thieves and the family.
/// Such a row is an articulation point (Hopcroft and Tarjan 1973, "Efficient algorithms for graph manipulation"); crews are held together by many rows.
/// Every pass is linear, and a few are enough: one cuts all that it sees.
/// </remarks>
internal sealed class TieGraph
{
    private const int None = -1;

    /// <summary>Nodes 0..rows-1 are rows, the others values.</summary>
    private readonly int _rows;
    private readonly CompressedLists _neighbors;
    private readonly bool[] _isCut;
    private readonly int[] _component;

    /// <param name="rows">How many.</param>
    /// <param name="values">Rows of each value.</param>
    public TieGraph(int rows, IReadOnlyList<int[]> values)
    {
        _rows = rows;
        _neighbors = CompressedLists.Of([.. ValuesOfRows(rows, values), .. values]);
        _isCut = new bool[rows];
        _component = new int[rows + values.Count];
    }

    /// <summary>Groups of rows that no single row holds together.</summary>
    /// <param name="minRows">A cut is made only where it leaves at least this many rows on either side.</param>
    /// <returns><c>[rows]</c> number of the group; -1 for a row without values.</returns>
    public int[] Groups(int minRows)
    {
        var count = Components();
        while (Cuts(count, minRows) is { Count: > 0 } cuts)
        {
            foreach (var row in cuts) _isCut[row] = true;
            count = Components();
        }

        // A cut row goes with the group that most of its values are of; the first of several.
        var groups = _component[.._rows];
        for (var row = 0; row < _rows; row++)
        {
            if (_isCut[row]) groups[row] = _neighbors[row].ToArray().GroupBy(value => _component[value]).MaxBy(static g => (g.Count(), -g.Key))!.Key;
        }

        return groups;
    }

    private static IEnumerable<int[]> ValuesOfRows(int rows, IReadOnlyList<int[]> values)
    {
        var lists = new List<int>?[rows];
        for (var v = 0; v < values.Count; v++) foreach (var row in values[v]) (lists[row] ??= []).Add(rows + v);
        return lists.Select(static list => list?.ToArray() ?? []);
    }

    /// <summary>Numbers the components by their first node, cut rows left out.</summary>
    private int Components()
    {
        Array.Fill(_component, None);
        var (count, open) = (0, new Stack<int>());
        for (var start = 0; start < _component.Length; start++)
        {
            if (_component[start] != None || IsOut(start)) continue;
            _component[start] = count;
            open.Push(start);
            while (open.TryPop(out var node))
            {
                foreach (var next in _neighbors[node])
                {
                    if (_component[next] != None || IsOut(next)) continue;
                    _component[next] = count;
                    open.Push(next);
                }
            }

            count++;
        }

        return count;
    }

    private bool IsOut(int node) => node < _rows && (_isCut[node] || _neighbors.LengthOf(node) == 0);

    /// <summary>Rows that leave two pieces with enough rows when they are taken out, one after the other.</summary>
    private List<int> Cuts(int components, int minRows)
    {
        var total = new int[components];
        for (var row = 0; row < _rows; row++) if (_component[row] != None) total[_component[row]]++;
        var (search, cuts) = (new Articulation(this), new List<int>());
        for (var start = 0; start < _rows; start++)
        {
            if (_component[start] == None || search.Seen(start) || total[_component[start]] <= 2 * minRows) continue;
            cuts.AddRange(search.From(start, total[_component[start]], minRows));
        }

        return cuts;
    }

    /// <summary>Depth-first search that knows of each row what its removal would leave.</summary>
    private sealed class Articulation(TieGraph graph)
    {
        private readonly int[] _order = new int[graph._component.Length];
        private readonly int[] _low = new int[graph._component.Length];
        private readonly int[] _rowsBelow = new int[graph._component.Length];
        private int _next;

        public bool Seen(int node) => _order[node] > 0;

        /// <summary>
        /// Rows of a component whose removal leaves two pieces with enough rows: what hangs on a row that is cut is not counted any more further up.
        /// </summary>
        /// <param name="root">A row of it.</param>
        /// <param name="total">Rows of it.</param>
        /// <param name="minRows">Enough.</param>
        public IEnumerable<int> From(int root, int total, int minRows)
        {
            var path = new Stack<Visit>();
            path.Push(Enter(root, None));
            while (path.TryPeek(out var visit))
            {
                var neighbors = graph._neighbors[visit.Node];
                if (visit.Next < neighbors.Length)
                {
                    var next = neighbors[visit.Next++];
                    if (next == visit.Parent || graph.IsOut(next)) continue;
                    if (Seen(next)) _low[visit.Node] = Math.Min(_low[visit.Node], _order[next]);
                    else path.Push(Enter(next, visit.Node));
                    continue;
                }

                path.Pop();
                if (visit.Node < graph._rows && visit.Second(total - 1) >= minRows)
                {
                    yield return visit.Node;
                    total -= visit.Hanging + 1;
                    _rowsBelow[visit.Node] -= visit.Hanging + 1;
                }

                if (!path.TryPeek(out var above)) continue;
                _low[above.Node] = Math.Min(_low[above.Node], _low[visit.Node]);
                _rowsBelow[above.Node] += _rowsBelow[visit.Node];
                if (_low[visit.Node] >= _order[above.Node]) above.Hang(_rowsBelow[visit.Node]);
            }
        }

        private Visit Enter(int node, int parent)
        {
            _order[node] = _low[node] = ++_next;
            _rowsBelow[node] = node < graph._rows ? 1 : 0;
            return new Visit(node, parent);
        }
    }

    /// <summary>A node on the path of the search.</summary>
    private sealed class Visit(int node, int parent)
    {
        private int _largest;
        private int _second;

        public int Node => node;

        public int Parent => parent;

        /// <summary>Place of the neighbour to look at next.</summary>
        public int Next { get; set; }

        /// <summary>Rows in the pieces that hang on this node alone.</summary>
        public int Hanging { get; private set; }

        public void Hang(int rows)
        {
            Hanging += rows;
            (_largest, _second) = rows > _largest ? (rows, _largest) : (_largest, Math.Max(_second, rows));
        }

        /// <summary>Rows of the second largest piece that its removal leaves of <paramref name="others"/> rows.</summary>
        public int Second(int others) => Math.Max(_second, Math.Min(_largest, others - Hanging));
    }
}
