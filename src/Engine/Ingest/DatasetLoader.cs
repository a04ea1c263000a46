using System.Diagnostics;
using System.Globalization;
using Investigator.Engine.Core;
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
        var (transactions, events, fingerprint) = Identify(request, context);
        using var held = new HeldSources([.. transactions, .. events]);
        var place = new DatasetFolder(Path.Combine(datasetsFolder, fingerprint[..16]));
        if (IsUsable(place)) return place.Open();

        var loading = OwnedFolder.Make(Path.Combine(datasetsFolder, LoadingPrefix + Guid.NewGuid().ToString("N")));
        try
        {
            using (var session = new LoadSession(loading.Path, context))
            {
                var dataset = Fill(session, request, transactions, events, fingerprint);
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
        var (transactions, events, fingerprint) = Identify(request, context);
        using var held = new HeldSources([.. transactions, .. events]);
        return fingerprint;
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

    private static (IReadOnlyList<SourceFile> Transactions, IReadOnlyList<SourceFile> Events, string Fingerprint) Identify(
        LoadRequest request, StageContext context)
    {
        using var connection = TableConnection.Open(threads: 1);
        var transactions = SourceFile.Open(connection, request.Transactions, context.Cancel, request.Held);
        var events = request.Events is null ? [] : SourceFile.Open(connection, request.Events, context.Cancel, request.Held);
        return (transactions, events, SourceFingerprint.Of(transactions, events, request.Mapping, context));
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

    private static Dataset Fill(LoadSession session, LoadRequest request, IReadOnlyList<SourceFile> transactions, IReadOnlyList<SourceFile> events,
        string fingerprint)
    {
        var mapping = request.Mapping;
        var files = new DatasetFolder(session.Folder);
        MissingWords.Define(session, mapping);
        var raw = RawTable.Stage(session, "transactions", transactions, TransactionTable.Columns(mapping.Transactions));
        TransactionTable.Check(session, raw, mapping.Transactions);
        var rejected = RejectTable.Limit(session, raw, request.MaxRejectShare);
        if (rejected == raw.Rows) throw RejectTable.TooMany(session, raw, rejected, request.MaxRejectShare);
        var attributes = TransactionTable.Attributes(session, mapping.Transactions);
        var currencies = CurrencyTable.Of(session, mapping.Transactions);
        TransactionTable.Write(session, mapping.Transactions, attributes, currencies, raw.Rows - rejected);
        var quality = QualityReport.Of(session, "transactions", files.Transactions);
        var t = mapping.Transactions;
        var notes = new List<string?> { MissingWords.Note(session, raw, [t.Account, .. t.Entities.Values], [t.Currency, .. t.Attributes]) };
        ClockStep? eventClock = null;
        var (transactionCount, eventCount, unknown, backward) = (raw.Rows - rejected, 0L, 0L, 0L);
        IReadOnlyList<SourceFile>[] sources = [transactions, events];

        if (events.Count > 0 && mapping.Events is { } eventMapping)
        {
            var rawEvents = RawTable.Stage(session, "events", events, EventTable.Columns(eventMapping));
            notes.Add(MissingWords.Note(session, rawEvents, [eventMapping.Account, eventMapping.Transaction, eventMapping.Session], []));
            unknown = EventTable.Check(session, rawEvents, eventMapping);
            var bad = RejectTable.Limit(session, rawEvents, request.MaxRejectShare);
            eventCount = rawEvents.Rows - bad - unknown;
            rejected += bad + unknown;
            if (eventCount > 0)
            {
                EventTable.Write(session, eventMapping, eventCount);
                backward = EventTable.Backward(session, eventMapping);
                eventClock = DataPeriod.Clock(session, files.EventsTable);
                quality.AddRange(QualityReport.Of(session, "events", files.Events));
            }
        }

        RejectTable.Write(session, sources);
        var period = DataPeriod.Of(session, files.TransactionsTable, transactionCount);
        notes.AddRange([.. period.Notes(), CurrencyTable.Note(currencies, transactionCount)]);
        return new Dataset
        {
            Folder = session.Folder,
            Name = request.Name,
            Fingerprint = fingerprint,
            Mapping = mapping,
            TransactionCount = transactionCount,
            EventCount = eventCount,
            RejectCount = rejected,
            BackwardEvents = backward,
            LateSignUps = TransactionTable.LateSignUps(session, mapping.Transactions),
            RejectReasons = RejectTable.Reasons(session, unknown),
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

    /// <summary>Lets go of the files when they have been read.</summary>
    private readonly struct HeldSources(IReadOnlyList<SourceFile> files) : IDisposable
    {
        public void Dispose()
        {
            foreach (var file in files) file.Dispose();
        }
    }

    private static bool SamePath(string a, string b) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(a)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(b));
}
