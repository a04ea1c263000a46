using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources.Workbooks;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>Opens a source: a file of any kind, an archive, or a folder.</summary>
/// <param name="connection">Reads the columns of Parquet files.</param>
/// <param name="options">How.</param>
internal sealed class SourceOpener(DuckDBConnection connection, SourceOptions options)
{
    /// <summary>Bytes at the start by which a file's kind is told.</summary>
    private const int KindBytes = 8192;

    /// <summary>A text of no more is looked at whole for its encoding.</summary>
    private const int SmallText = 8 << 20;

    /// <summary>Of a larger one, blocks of this length all over it.</summary>
    private const int BlockBytes = 1 << 16;

    private const int Blocks = 32;

    public static readonly byte[] Parquet = "PAR1"u8.ToArray();

    public int MaxColumns { get; init; } = SourceFile.MaxColumns;

    /// <summary>Files among which the looking around is shared.</summary>
    public int Files { get; set; } = 1;

    public IReadOnlyList<SourceFile> Open(string path)
    {
        if (File.Exists(path)) return SourceUnion.Of(path, OpenFile(path), options.Table, MaxColumns);
        if (!Directory.Exists(path))
        {
            throw new InputException("there is no such file or folder", path, value: path,
                expected: $"a file that ends in {string.Join(", ", SourceEndings.Last)}, or a folder of such");
        }
        var found = SourceFolder.Files(path, options.Format?.Partitions ?? false);
        Files = found.Count;
        var files = new List<SourceFile>();
        try
        {
            foreach (var file in found)
            {
                files.AddRange(OpenFile(file.Path).Select(f => f with
                {
                    Name = file.Name + f.Name[Path.GetFileName(f.Path).Length..],
                    Cells = [.. f.Cells, .. SourceFolder.Partitions(file, f.Columns)],
                }));
            }

            return SourceUnion.Of(path, files, options.Table, MaxColumns);
        }
        catch
        {
            foreach (var file in files) file.Dispose();
            throw;
        }
    }

    /// <summary>A single table: of an archive or workbook, the only one or the one that is named.</summary>
    public SourceFile OpenOne(string path)
    {
        var files = OpenFile(path);
        if (files.Count == 1) return files[0];
        foreach (var file in files) file.Dispose();
        throw new InputException("the archive holds several files", path, value: string.Join(", ", files.Select(static f => f.Name).Take(5)), expected: "one");
    }

    private IReadOnlyList<SourceFile> OpenFile(string path)
    {
        var content = new SourceContent(path, options.Held ? HeldFile.Open(path) : null);
        try
        {
            var head = Head(path, content);
            if (!IsZip(head)) return [Open(path, content, head)];
            using (var archive = ZipContent.Open(content.ReadFrom))
            {
                if (Workbook.Is(archive)) return [OpenSheet(path, content)];
                ForeignFile.Refuse(archive, path);
            }

            return new ArchiveOpener(this, options).Open(path, content);
        }
        catch (Exception e)
        {
            content.Dispose();
            if (PackedFault.Is(e)) throw PackedFault.Of(path);
            throw;
        }
    }

    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8);

    public SourceFile OpenSheet(string path, SourceContent content)
    {
        var found = SheetOpener.Find(content.ReadFrom, path, options);
        return Checked(new SourceFile
        {
            Path = path,
            Kind = SourceKind.Csv,
            Content = content.OfSheet(found.Place),
            Text = new TextLayout(TextEncoding.Utf8, new TextDialect(','), 0, found.Header, OddLineEnds: false),
            Width = found.Columns.Count,
            Cells = [.. SourceColumn.OfFields(Named(found.Columns, out var doubled)).Zip(found.IsTyped, static (c, typed) => c with { IsTyped = typed })],
            Layout = new SourceFormat { Sheet = found.Place.Sheet, SkipLines = found.Place.SkipRows, Header = found.Header },
            Advice = [.. found.Advice, .. doubled],
        });
    }

    public SourceFile Open(string path, SourceContent content, byte[] head)
    {
        if (head.Length == 0) throw new InputException("the file is empty", path, expected: "a header line and rows, or Parquet");
        if (head.AsSpan().StartsWith(Parquet)) return Checked(OpenParquet(path, content));
        ForeignFile.Refuse(head, path);
        var compression = head.AsSpan().StartsWith<byte>([0x1f, 0x8b]) ? "gzip" : head.AsSpan().StartsWith<byte>([0x28, 0xb5, 0x2f, 0xfd]) ? "zstd" : "none";
        return Checked(OpenText(path, compression == "none" ? content : content.Packed(compression)));
    }

    private IReadOnlyList<string> Named(IReadOnlyList<string> columns, out IReadOnlyList<Advice> advice)
    {
        advice = [];
        if (options.KeepsDoubledNames) return columns;
        var names = ColumnNames.Distinct(columns);
        advice = [.. names.Zip(columns).Where(static n => n.First != n.Second).Take(3).Select(n => new Advice(AdviceLevel.Note, options.Table, n.First,
            $"more than one column is called ‘{Wording.Quoted(n.Second, 40)}’: a later one is called ‘{Wording.Quoted(n.First, 44)}’"))];
        return names;
    }

    private SourceFile Checked(SourceFile file) => file.Cells.Count <= MaxColumns ? file : throw TooMany(file.Path, file.Cells.Count, MaxColumns);

    public static InputException TooMany(string path, int columns, int most) => new("the file has too many columns", path,
        value: Wording.Counted(columns, "column"), expected: $"at most {Wording.Count(most)}: leave out what is not needed");

    public static byte[] Head(string path, SourceContent content)
    {
        var head = new byte[KindBytes];
        try
        {
            using var raw = content.OpenRaw();
            return head[..raw.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the file cannot be opened: " + e.Message.TrimEnd('.'), path);
        }
    }

    private SourceFile OpenParquet(string path, SourceContent content)
    {
        var shape = ParquetColumns.Of(connection, path, content.ReadFrom, options.Cancel);
        return new SourceFile
        {
            Path = path,
            Kind = SourceKind.Parquet,
            Content = content,
            Cells = shape.Columns,
            HasRowNumbers = shape.HasRowNumbers,
            Advice = shape.HasSingles ? ParquetColumns.Rounded(connection, path, content.ReadFrom, options.Table, options.Cancel) : [],
        };
    }

    private SourceFile OpenText(string path, SourceContent content)
    {
        try
        {
            if (content.Compression != "none") RefuseForeign(path, content);
            using var text = content.OpenText();
            var found = TextLayoutFinder.Find(path, text, Others(content), options);
            return new SourceFile
            {
                Path = path,
                Kind = SourceKind.Csv,
                Content = content,
                Text = found.Layout,
                Width = found.Columns.Count,
                Cells = SourceColumn.OfFields(Named(found.Columns, out var doubled)),
                Layout = found.Layout.Format,
                Advice = [.. found.Advice, .. doubled],
            };
        }
        catch (Exception e) when (PackedFault.Is(e))
        {
            throw PackedFault.Of(path);
        }
    }

    private static void RefuseForeign(string path, SourceContent content)
    {
        using var text = content.OpenText();
        var head = new byte[KindBytes];
        var length = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        ForeignFile.Refuse(head.AsSpan(0, length), path);
        if (head.AsSpan(0, length).StartsWith(Parquet) || IsZip(head.AsSpan(0, length)))
        {
            throw new InputException("what is packed here is packed already", path, expected: "the Parquet file, workbook or archive as it is");
        }
    }

    /// <summary>Bytes behind the first ones, for the encoding. Of a packed text only its beginning is known.</summary>
    private List<byte[]> Others(SourceContent content)
    {
        var (small, blocks) = (SmallText / Files, Math.Max(2, Blocks / Files));
        if (!content.CanSeek || content.Bytes <= small)
        {
            using var text = content.OpenText();
            var all = new byte[Math.Max(BlockBytes, content.CanSeek ? Math.Min(small, content.Bytes) : small)];
            return [all[..text.ReadAtLeast(all, all.Length, throwOnEndOfStream: false)]];
        }

        using var file = content.OpenRaw();
        var others = new List<byte[]>();
        for (var i = 0; i < blocks; i++)
        {
            options.Cancel.ThrowIfCancellationRequested();
            file.Position = (file.Length - BlockBytes) / blocks * (i + 1);
            var block = new byte[BlockBytes];
            others.Add(block[..file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)]);
        }

        return others;
    }
}
