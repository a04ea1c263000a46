using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Filters;
using Investigator.Personal;
using Investigator.Runs;
using Investigator.Selections;

namespace Investigator.Transactions;

/// <summary>
/// Which rows a page of a list shows, and how many there are in all, from as few columns as decide it: rows lie in the order of time, so a page of all by
/// time is a range of rows, and any other order is that of one column.
/// </summary>
internal sealed class PageRows
{
    private readonly DuckDBConnection _db;
    private readonly RunFiles _files;
    private readonly TransactionFilter _filter;
    private readonly RunAnswers _answers;
    private readonly ValueMask _mask;
    private readonly Dataset _dataset;
    private readonly FilterTable _table;
    private readonly int _all;
    private bool _isLoaded;

    /// <param name="db">For pages; what is selected is put into it where a query needs it.</param>
    /// <param name="files">The run.</param>
    /// <param name="filter">Which transactions.</param>
    /// <param name="answers">Counts of before.</param>
    /// <param name="mask">What whoever reads them may see.</param>
    public PageRows(DuckDBConnection db, RunFiles files, TransactionFilter filter, RunAnswers answers, ValueMask mask)
    {
        (_db, _files, _filter) = (db, files, filter);
        (_answers, _mask) = (answers, mask);
        _dataset = files.DatasetFolder.Open();
        _table = new FilterTable(files, filter.RiskyFindings);
        _table.Prepare(db, filter.Where);
        _all = checked((int)_dataset.TransactionCount);
    }

    private bool IsSelection => _filter.Rows is not null;

    /// <summary>How many meet the filter.</summary>
    public int Count(CancellationToken cancel)
    {
        if (_filter.Where is null) return _filter.Rows is { } rows ? rows.Count(IsRow) : _all;
        var (from, _) = _table.Least(_filter.Where, [], IsSelection);
        var sql = $"SELECT count(*) {from}";
        return IsSelection ? Counted() : _answers.Count(_files, sql, Counted);

        int Counted()
        {
            Load();
            return _db.Scalar<int>(sql, cancel);
        }
    }

    /// <summary>The rows of a page, in its order: missing values last, equal ones by their row.</summary>
    public IReadOnlyList<int> Find(TransactionSort sort, bool descending, int skip, int take, CancellationToken cancel)
    {
        if (sort == TransactionSort.Time && _filter.Where is null && (!descending || !IsSelection))
        {
            if (_filter.Rows is { } rows) return [.. rows.Where(IsRow).Order().Skip(skip).Take(take)];
            var count = Math.Min(take, _all - skip);
            if (count <= 0) return [];
            return descending ? LatestFirst(skip, count, cancel) : [.. Enumerable.Range(skip, count)];
        }

        Load();
        var isByRow = sort == TransactionSort.Time && !descending;
        var (key, file) = Key(sort);
        var (from, row) = _table.Least(_filter.Where, isByRow ? [] : [file], IsSelection);
        var all = $"SELECT {row}::INT {from} ORDER BY ";
        if (2L * skip <= Count(cancel)) return Rows(all + Order(row), skip, take, cancel);

        // Sorting up to a page takes the longer the further it is: in the second half it is nearer to the end.
        var left = Count(cancel) - skip;
        if (left <= 0) return [];
        var found = Rows(all + FromTheEnd(row), Math.Max(left - take, 0), Math.Min(left, take), cancel);
        found.Reverse();
        return found;

        string Order(string row) => isByRow ? row : $"{key} {(descending ? "DESC" : "ASC")} NULLS LAST, {row}";

        string FromTheEnd(string row) => isByRow ? row + " DESC" : $"{key} {(descending ? "ASC" : "DESC")} NULLS FIRST, {row} DESC";
    }

    // The page is a range of rows too, but where it cuts through rows of one time: those come in ascending order.
    private List<int> LatestFirst(int skip, int count, CancellationToken cancel)
    {
        var table = _dataset.TransactionsTable;
        var range = string.Create(CultureInfo.InvariantCulture, $"row BETWEEN {_all - skip - count} AND {_all - skip - 1}");
        var (from, to) = _db.Query($"SELECT min(time), max(time) FROM {table} WHERE {range}", r => (r.GetDateTime(0), r.GetDateTime(1)), cancel)[0];
        var times = $"time BETWEEN {Sql.Time(from)} AND {Sql.Time(to)}";
        var last = _db.Scalar<int>($"SELECT max(row) FROM {table} WHERE {times}", cancel);
        return Rows($"SELECT row::INT FROM {table} WHERE {times} ORDER BY time DESC, row", skip - (_all - 1 - last), count, cancel);
    }

    private List<int> Rows(string sql, int skip, int take, CancellationToken cancel) =>
        _db.Query(string.Create(CultureInfo.InvariantCulture, $"{sql} LIMIT {take} OFFSET {skip}"), static r => r.GetInt32(0), cancel);

    private void Load()
    {
        if (_isLoaded || _filter.Rows is not { } rows) return;
        SelectedRows.Load(_db, rows);
        _isLoaded = true;
    }

    private bool IsRow(int row) => row >= 0 && row < _all;

    private (string Sql, FilterTable.Alias File) Key(TransactionSort sort) => sort switch
    {
        TransactionSort.Id => ("t.id", FilterTable.Alias.Transactions),
        // An order of the values would tell them; rows of one account stay together all the same.
        TransactionSort.Account when _mask.Hides("account") => ($"hash(t.account, {Sql.Number(_mask.Salt)})", FilterTable.Alias.Transactions),
        TransactionSort.Account => ("t.account", FilterTable.Alias.Transactions),
        TransactionSort.Amount => ("t.amount", FilterTable.Alias.Transactions),
        TransactionSort.Refunded when _dataset.HasRefunded => ("t.refunded", FilterTable.Alias.Transactions),
        TransactionSort.Decision => ("t.decision", FilterTable.Alias.Transactions),
        TransactionSort.Outcome => ("t.outcome", FilterTable.Alias.Transactions),
        TransactionSort.Finding => ("m.finding", FilterTable.Alias.Members),
        TransactionSort.Probability => ("m.probability", FilterTable.Alias.Members),
        TransactionSort.OutlierScore => ("m.outlier_score", FilterTable.Alias.Members),
        TransactionSort.FraudProbability => (TransactionLines.FraudProbability, FilterTable.Alias.Members),
        _ => ("t.time", FilterTable.Alias.Transactions),
    };
}
