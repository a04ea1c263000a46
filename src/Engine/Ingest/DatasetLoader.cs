using System.Diagnostics;
using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Checks;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>Files -> <see cref="Dataset"/>. A load is complete or absent: it fills a folder beside its final place and is moved there at the end.</summary>
public static class DatasetLoader
{
    private const string LoadingPrefix = ".loading-";

    /// <summary>Loads, or finds what the same files and mapping gave before.</summary>
    /// <param name="request">Sources, mapping and how much may be bad.</param>
    /// <param name="datasetsFolder">Where datasets are kept, each in a folder named after its fingerprint; created if necessary.</param>
    /// <param name="context">Progress, cancel, threads; DuckDB spills below its scratch folder.</param>
    /// <exception cref="InputException">A source cannot be used, a column is not there, or too many rows are bad.</exception>
    public static Dataset Load(LoadRequest request, string datasetsFolder, StageContext context)
    {
        request.Mapping.Validate();
        if (request.Events is not null && request.Mapping.Events is null)
        {
            throw new InputException("there is an events file, but the mapping says nothing about events", request.Events,
                expected: "an 'events' part with account, time and type");
        }
        if (request.MaxRejectShare is not (>= 0 and <= 1))
        {
            throw new InputException("the share of rows that may be refused is out of range",
                value: request.MaxRejectShare.ToString(CultureInfo.InvariantCulture), expected: "0 to 1");
        }
        if (request.Events is not null && SamePath(request.Events, request.Transactions))
        {
            throw new InputException("the same file was given for transactions and events", request.Events, expected: "two files");
        }

        var start = context.Clock.GetTimestamp();
        Directory.CreateDirectory(datasetsFolder);
        using var sources = LoadSources.Open(request, context);
        sources.RequireDecided();
        var fingerprint = SourceFingerprint.Of(sources.Transactions, sources.Events, request.Mapping, context);
        var place = new DatasetFolder(Path.Combine(datasetsFolder, fingerprint[..16]));
        if (IsUsable(place)) return place.Open();

        var loading = OwnedFolder.Make(Path.Combine(datasetsFolder, LoadingPrefix + Guid.NewGuid().ToString("N")));
        try
        {
            using (var session = new LoadSession(loading.Path, context))
            {
                var dataset = Fill(session, request, sources, fingerprint);
                using var process = Process.GetCurrentProcess();
                new DatasetFolder(loading.Path).Save(dataset with
                {
                    LoadSeconds = Math.Round(context.Clock.GetElapsedTime(start).TotalSeconds, 3),
                    LoadPeakBytes = process.PeakWorkingSet64,
                });
            }

            Directory.Delete(Path.Combine(loading.Path, LoadSession.RawName), recursive: true);
            context.Cancel.ThrowIfCancellationRequested();
            if (request.IsKept) new DatasetFolder(loading.Path).Seal();
            return Settle(loading, place);
        }
        finally
        {
            if (Directory.Exists(loading.Path)) loading.Remove();
        }
    }

    /// <summary>The fingerprint that the dataset of these files has or would have; the files are read, not loaded.</summary>
    /// <exception cref="InputException">A file is not there or cannot be read.</exception>
    public static string Fingerprint(LoadRequest request, StageContext context)
    {
        using var sources = LoadSources.Open(request, context);
        return SourceFingerprint.Of(sources.Transactions, sources.Events, request.Mapping, context);
    }

    /// <summary>Takes over what a load gave elsewhere, by copying it, or finds that it is there already.</summary>
    /// <param name="from">A loaded dataset.</param>
    /// <param name="datasetsFolder">Where datasets lie.</param>
    /// <exception cref="InputException">There is no whole dataset in <paramref name="from"/>.</exception>
    public static Dataset Adopt(DatasetFolder from, string datasetsFolder)
    {
        var fingerprint = from.Open().Fingerprint;
        if (fingerprint.Length != 64 || !fingerprint.All(char.IsAsciiHexDigitLower))
        {
            throw new InputException("the dataset has no fingerprint", from.Description, value: fingerprint, expected: "64 hexadecimal digits");
        }
        var place = new DatasetFolder(Path.Combine(datasetsFolder, fingerprint[..16]));
        if (IsUsable(place)) return place.Open();
        var loading = OwnedFolder.Make(Path.Combine(datasetsFolder, LoadingPrefix + Guid.NewGuid().ToString("N")));
        try
        {
            from.CopyTo(new DatasetFolder(loading.Path));
            return Settle(loading, place);
        }
        finally
        {
            if (Directory.Exists(loading.Path)) loading.Remove();
        }
    }

    /// <summary>Removes what killed loads of this installation left. Call it while no load runs on this folder.</summary>
    /// <returns>Folders removed.</returns>
    public static int Sweep(string datasetsFolder, string installation)
    {
        if (!Directory.Exists(datasetsFolder)) return 0;
        var marked = Directory.GetDirectories(datasetsFolder, LoadingPrefix + "*").Select(OwnedFolder.Find).OfType<OwnedFolder>();
        var left = marked.Where(f => f.Use == FolderUse.Work && f.Installation == installation).ToList();
        foreach (var folder in left) folder.Remove();
        return left.Count;
    }

    /// <summary>
    /// Whether a dataset that was loaded before can be used. A damaged one is loaded again; one of a version without manifests is taken as it is.
    /// </summary>
    private static bool IsUsable(DatasetFolder place) => place.Exists && (!place.IsSealed || place.IsWhole());

    private static Dataset Settle(OwnedFolder loading, DatasetFolder place)
    {
        if (IsUsable(place)) return place.Open();

        // A kill in the middle of taking the dataset elsewhere leaves a part of it, and a damaged one gives way to the same data loaded anew.
        var former = OwnedFolder.Find(place.Path);
        former?.Remove();
        if (!Directory.Exists(place.Path)) DurableFiles.MoveFolder(loading.Path, place.Path);
        if (former?.Use == FolderUse.Kept) OwnedFolder.Find(place.Path)?.Keep();
        return place.Open();
    }

    private static Dataset Fill(LoadSession session, LoadRequest request, LoadSources sources, string fingerprint)
    {
        var mapping = request.Mapping;
        var files = new DatasetFolder(session.Folder);
        var tables = CheckedSource.Of(session, mapping, sources, (table, counts) =>
        {
            if (counts.Refused > request.MaxRejectShare * counts.Read || (counts.Refused == counts.Read && table.Source == TableNames.Transactions))
            {
                throw RejectTable.TooMany(session, table, counts.Refused, request.MaxRejectShare);
            }
        });
        var (raw, transactionCount) = (tables.Transactions.Raw, tables.Transactions.Counts.Kept);
        var attributes = TransactionTable.Attributes(session, mapping.Transactions);
        var currencies = CurrencyTable.Of(session, mapping.Transactions);
        TransactionTable.Write(session, mapping.Transactions, attributes, currencies, transactionCount);
        var quality = QualityReport.Of(session, TableNames.Transactions, files.Transactions);
        var t = mapping.Transactions;
        var notes = new List<string?> { MissingWords.Note(session, raw, [t.Account, .. t.Entities.Values], [t.Currency, .. t.Attributes]) };
        ClockStep? eventClock = null;
        var backward = 0L;
        if (tables.Events is { } events && mapping.Events is { } eventMapping)
        {
            notes.Add(MissingWords.Note(session, events.Raw, [eventMapping.Account, eventMapping.Transaction, eventMapping.Session], []));
            if (events.Counts.Kept > 0)
            {
                EventTable.Write(session, events.Raw, eventMapping, events.Counts.Kept);
                backward = EventTable.Backward(session, events.Raw, eventMapping);
                eventClock = DataPeriod.Clock(session, files.EventsTable);
                quality.AddRange(QualityReport.Of(session, TableNames.Events, files.Events));
            }
        }

        RejectTable.Write(session, [sources.Transactions, sources.Events]);
        var period = DataPeriod.Of(session, files.TransactionsTable, transactionCount);
        notes.AddRange([.. period.Notes(), CurrencyTable.Note(currencies, transactionCount)]);
        return new Dataset
        {
            Folder = session.Folder,
            Name = request.Name,
            Fingerprint = fingerprint,
            Mapping = mapping,
            TransactionCount = transactionCount,
            EventCount = tables.Events?.Counts.Kept ?? 0,
            RejectCount = tables.Transactions.Counts.Refused + (tables.Events is { Counts: var e } ? e.Refused + e.WithoutPayment : 0),
            TransactionRows = tables.Transactions.Counts,
            EventRows = tables.Events?.Counts,
            TransactionFormat = raw.Formats.Format,
            EventFormat = tables.Events?.Raw.Formats.Format,
            BackwardEvents = backward,
            LateSignUps = TransactionTable.LateSignUps(session, mapping.Transactions),
            RejectReasons = RejectTable.Reasons(session, tables.Events?.Counts.WithoutPayment ?? 0),
            From = period.From,
            To = period.To,
            TransactionClock = DataPeriod.Clock(session, files.TransactionsTable),
            EventClock = eventClock,
            Currencies = currencies,
            Notes = [.. notes.OfType<string>()],
            Entities = [.. mapping.Transactions.Entities.Keys],
            Attributes = attributes,
            Quality = quality,
        };
    }

    private static bool SamePath(string a, string b) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(a)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(b));
}
