using System.Security.Cryptography;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Sources;

namespace Investigator.Datasets;

/// <summary>By which the next file of the same kind is known: the columns of both tables, in whatever order they stand.</summary>
public static class SourceHeader
{
    /// <returns>64 hexadecimal digits.</returns>
    public static string Of(IEnumerable<string> transactions, IEnumerable<string>? events)
    {
        var text = new StringBuilder();
        foreach (var column in transactions.Order(StringComparer.Ordinal)) text.Append(column).Append('\n');
        if (events is not null)
        {
            text.Append('\0');
            foreach (var column in events.Order(StringComparer.Ordinal)) text.Append(column).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>That of files as they are read with a mapping, and as they are read by whoever knows nothing of them yet: the next file is looked up by
    /// either.</summary>
    /// <returns>One where both are the same; none where the files cannot be read.</returns>
    internal static IReadOnlyList<string> OfFiles(LoadRequest files, PreviewBudget budget, CancellationToken cancel)
    {
        var formats = GivenFormats.Of(files.Mapping);
        string?[] headers = [Read(formats), formats == new GivenFormats() ? null : Read(new GivenFormats())];
        return [.. headers.OfType<string>().Distinct()];

        string? Read(GivenFormats given)
        {
            try
            {
                using var transactions = Look(files.Transactions, TableNames.Transactions, given.Transactions);
                using var events = files.Events is null ? null : Look(files.Events, TableNames.Events, given.Events);
                return Of(transactions.Columns.Select(static c => c.Name), events?.Columns.Select(static c => c.Name));
            }
            catch (InputException)
            {
                return null;
            }
        }

        SourcePreview Look(string path, string table, SourceFormat? format) =>
            SourcePreview.Read(path, 1, budget, cancel, held: true, table: table, format: format);
    }
}
