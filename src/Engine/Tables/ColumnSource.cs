using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;
using Functions = DuckDB.NET.Native.NativeMethods.TableFunction;

namespace Investigator.Engine.Tables;

/// <summary>
/// Arrays as a table function of DuckDB, copied a vector of rows at a time as they are asked for: neither a table of them nor a call per value.
/// </summary>
/// <remarks>Its columns are <c>row</c> BIGINT, from 0, and those given. Rows come in order; one query reads it at a time.</remarks>
internal sealed unsafe class ColumnSource
{
    private readonly IReadOnlyList<SourceColumn> _columns;
    private readonly byte[][][] _levels;
    private readonly int _rows;
    private readonly Action<int>? _read;
    private readonly int _vector = (int)Helpers.DuckDBVectorSize();
    private int _next;

    private ColumnSource(IReadOnlyList<SourceColumn> columns, int rows, Action<int>? read)
    {
        (_columns, _rows, _read) = (columns, rows, read);
        _levels = [.. columns.Select(static c => (byte[][])[.. (c.Levels ?? []).Select(Encoding.UTF8.GetBytes)])];
    }

    /// <param name="connection">Holds the arrays until it is disposed.</param>
    /// <param name="name">Of the function: <c>SELECT * FROM name()</c>.</param>
    /// <param name="columns">Besides the number of the row.</param>
    /// <param name="rows">Length of each.</param>
    /// <param name="read">Called with each number of rows that was read; what it throws ends the query with an error.</param>
    public static void Register(DuckDBConnection connection, string name, IReadOnlyList<SourceColumn> columns, int rows, Action<int>? read = null)
    {
        var function = Functions.DuckDBCreateTableFunction();
        try
        {
            var source = GCHandle.ToIntPtr(GCHandle.Alloc(new ColumnSource(columns, rows, read)));
            Functions.DuckDBTableFunctionSetName(function, name);
            Functions.DuckDBTableFunctionSetExtraInfo(function, source, &Free);
            Functions.DuckDBTableFunctionSetBind(function, &Bind);
            Functions.DuckDBTableFunctionSetInit(function, &Init);
            Functions.DuckDBTableFunctionSetFunction(function, &Read);
            if (Functions.DuckDBRegisterTableFunction(connection.NativeConnection, function) == DuckDBState.Success) return;
            throw new InvalidOperationException($"DuckDB did not take the table function {name}");
        }
        finally
        {
            Functions.DuckDBDestroyTableFunction(ref function);
        }
    }

    private static ColumnSource Of(nint handle) => (ColumnSource)GCHandle.FromIntPtr(handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        var source = Of(Functions.DuckDBBindGetExtraInfo(info));
        Add("row", DuckDBType.BigInt);
        foreach (var column in source._columns) Add(column.Name, column.Levels is null ? DuckDBType.Float : DuckDBType.Varchar);
        Functions.DuckDBBindSetCardinality(info, (ulong)source._rows, true);

        void Add(string name, DuckDBType type)
        {
            using var logical = LogicalType.DuckDBCreateLogicalType(type);
            Functions.DuckDBBindAddResultColumn(info, name, logical);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info) => Of(Functions.DuckDBInitGetExtraInfo(info))._next = 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Read(nint info, nint chunk)
    {
        try
        {
            Of(Functions.DuckDBFunctionGetExtraInfo(info)).Fill(chunk);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Functions.DuckDBFunctionSetError(info, e.Message);
        }
    }

    private void Fill(nint handle)
    {
        using var chunk = new DuckDBDataChunk(handle); // DuckDB's own; nothing is freed here
        var (first, count) = (_next, Math.Min(_vector, _rows - _next));
        var rows = (long*)Vectors.DuckDBVectorGetData(DataChunks.DuckDBDataChunkGetVector(chunk, 0));
        for (var i = 0; i < count; i++) rows[i] = first + i;
        for (var c = 0; c < _columns.Count; c++)
        {
            var vector = DataChunks.DuckDBDataChunkGetVector(chunk, c + 1);
            var values = _columns[c].Values.AsSpan(first, count);
            SetMissing(vector, values);
            if (_columns[c].Levels is null) values.CopyTo(new Span<float>(Vectors.DuckDBVectorGetData(vector), count));
            else SetTexts(vector, values, _levels[c]);
        }

        DataChunks.DuckDBDataChunkSetSize(chunk, (ulong)count);
        _next += count;
        _read?.Invoke(count);
    }

    private static void SetMissing(nint vector, ReadOnlySpan<float> values)
    {
        ulong* valid = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsNaN(values[i])) continue;
            if (valid is null)
            {
                Vectors.DuckDBVectorEnsureValidityWritable(vector);
                valid = Vectors.DuckDBVectorGetValidity(vector);
            }

            valid[i >> 6] &= ~(1UL << (i & 63));
        }
    }

    private static void SetTexts(nint vector, ReadOnlySpan<float> values, byte[][] levels)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i])) continue;
            var text = levels[(int)values[i]];
            fixed (byte* bytes = text) Vectors.DuckDBVectorAssignStringElementLength(vector, (ulong)i, bytes, text.Length);
        }
    }
}

/// <param name="Name">Of the column.</param>
/// <param name="Values"><c>[rows]</c>: FLOAT, NULL where NaN; with levels the number of the level.</param>
/// <param name="Levels">Makes it VARCHAR; null for numbers.</param>
internal sealed record SourceColumn(string Name, float[] Values, string[]? Levels);
