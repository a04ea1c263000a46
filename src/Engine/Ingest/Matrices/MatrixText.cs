using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Matrices;

/// <summary>
/// The text of a matrix, made ready for DuckDB: comments above the rows are left out, spaces between values (as <c>numpy.savetxt</c> and R write them) become
/// commas, and what is packed, of another encoding or a sheet of a workbook is converted. The first line is never passed over: it may be a row.
/// </summary>
internal sealed class MatrixText : IDisposable
{
    private const int PeekChars = 1 << 16;
    private const string Comments = "#%";
    private const string Delimiters = ",;\t|";

    private readonly SpillFolder? _folder;
    private readonly string? _converted;

    private MatrixText(SourceFile file, SpillFolder? folder, string? converted, IReadOnlyList<string> comment) =>
        (File, _folder, _converted, Comment) = (file, folder, converted, comment);

    /// <summary>Its columns are the fields of the first line.</summary>
    public SourceFile File { get; }

    /// <summary>The fields of the last comment above the rows, which may be their header; empty where there is none.</summary>
    public IReadOnlyList<string> Comment { get; }

    /// <param name="connection">Reads the columns.</param>
    /// <param name="path">The file.</param>
    /// <param name="maxColumns">Columns it may have.</param>
    /// <param name="context">Ends the reading, and has the folder for what is converted.</param>
    /// <exception cref="InputException">Neither text nor a workbook nor Parquet, or damaged.</exception>
    public static MatrixText Open(DuckDBConnection connection, string path, int maxColumns, StageContext context)
    {
        var file = OpenFile(path, skip: 0);
        if (file.Text is null) return new MatrixText(file, null, null, []);
        var lines = FirstLines(file);
        var skip = lines.TakeWhile(static l => IsComment(l) || l.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)).Count();
        var isSpaced = HasSpaces(lines[skip..]);
        var folder = skip > 0 || isSpaced || file.NeedsConversion ? new SpillFolder(context.Scratch, "matrix") : null;
        if (folder is null) return new MatrixText(file, null, null, []);
        var converted = Path.Combine(folder.Path, "matrix.csv");
        try
        {
            var comment = skip == 0 || !IsComment(lines[skip - 1]) ? "" : lines[skip - 1].TrimStart([.. Comments, ' ']);
            if (isSpaced)
            {
                WriteCommas(file, converted, context.Cancel);
                return new MatrixText(OpenFile(converted, skip: 0) with { Path = path }, folder, null, Words(comment));
            }

            if (skip > 0) file = OpenFile(path, skip);
            TextConversion.Run(file, converted, context.StartBytes(StageNames.Ingest, file.Bytes, "converting"));
            return new MatrixText(file, folder, converted, [.. comment.Split(file.Text!.Dialect.Delimiter, StringSplitOptions.TrimEntries)]);
        }
        catch
        {
            folder.Dispose();
            throw;
        }

        SourceFile OpenFile(string from, int skip)
        {
            var format = new SourceFormat { Header = true, SkipLines = skip };
            var options = new SourceOptions { Format = format, KeepsDoubledNames = true, Scratch = context.Scratch, Cancel = context.Cancel };
            return new SourceOpener(connection, options) { MaxColumns = maxColumns }.OpenOne(from);
        }
    }

    /// <param name="header">Whether the first line names the columns.</param>
    public string TableSql(bool header) => File.TableSql(header: header, converted: _converted);

    public void Dispose()
    {
        File.Dispose();
        _folder?.Dispose();
    }

    private static bool IsComment(string line) => line.Length > 0 && Comments.Contains(line[0], StringComparison.Ordinal);

    private static List<string> FirstLines(SourceFile file)
    {
        using var text = Reader(file);
        var peeked = new char[PeekChars];
        var length = text.ReadBlock(peeked);
        return [.. new string(peeked, 0, length).TrimStart('\uFEFF').Split('\n').Select(static l => l.TrimEnd('\r'))];
    }

    private static StreamReader Reader(SourceFile file) =>
        new(file.Content.OpenText(), TextEncoding.Of(file.Text!.Encoding), detectEncodingFromByteOrderMarks: true, 1 << 16);

    /// <summary>Whether spaces stand between the values: a row of numbers has them, and no delimiter.</summary>
    private static bool HasSpaces(IReadOnlyList<string> lines)
    {
        foreach (var line in lines.Where(static l => !string.IsNullOrWhiteSpace(l)).Take(2))
        {
            if (line.AsSpan().IndexOfAny(Delimiters) >= 0) return false;
            var words = Words(line);
            if (words.Length > 1 && words.Count(IsNumber) >= words.Length - 1) return true;
        }

        return false;
    }

    private static bool IsNumber(string word) => double.TryParse(word.Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static void WriteCommas(SourceFile file, string target, CancellationToken cancel)
    {
        using var from = Reader(file);
        using var to = new StreamWriter(target, append: false, new UTF8Encoding(false), 1 << 16);
        var (header, lines) = ((string[]?)null, 0L);
        while (from.ReadLine() is { } line)
        {
            if ((lines++ & 4095) == 0) cancel.ThrowIfCancellationRequested();
            var words = Words(line);
            if (words.Length == 0 || IsComment(line)) continue;
            if (header is null)
            {
                header = words;
                continue;
            }

            // R gives its rows' names no name of their own.
            if (header.Length > 0)
            {
                to.WriteLine(string.Join(',', words.Length == header.Length + 1 ? ["", .. header] : header));
                header = [];
            }
            to.WriteLine(string.Join(',', words));
        }

        if (header is { Length: > 0 }) to.WriteLine(string.Join(',', header));
    }
}
