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
        request = request.Settled();
        var start = context.Clock.GetTimestamp();
        using var meter = CostMeter.Start();
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
                var cost = meter.Stop();
                new DatasetFolder(loading.Path).Save(dataset with
                {
                    LoadSeconds = Math.Round(context.Clock.GetElapsedTime(start).TotalSeconds, 3),
                    LoadCpuSeconds = Math.Round(cost.CpuSeconds, 3),
                    LoadPeakBytes = cost.PeakBytes,
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
        request = request.Settled();
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
        var tables = CheckedSource.Of(session, mapping, sources, table => Limit(session, table, request.MaxRejectShare));
        var (raw, transactionCount) = (tables.Transactions.Raw, tables.Transactions.Counts.Kept);
        var attributes = TransactionTable.Attributes(session, raw, mapping.Transactions);
        var currencies = CurrencyTable.Of(session, mapping.Transactions);
        TransactionTable.Write(session, raw, mapping.Transactions, attributes, currencies, transactionCount);
        var quality = QualityReport.Of(session, TableNames.Transactions, files.Transactions);
        var notes = LoadNotes.Of(session, mapping, tables);
        ClockStep? eventClock = null;
        var backward = 0L;
        if (tables.Events is { Counts.Kept: > 0 and var eventCount })
        {
            EventTable.Write(session, eventCount);
            backward = EventTable.Backward(session);
            eventClock = DataPeriod.Clock(session, files.EventsTable);
            quality.AddRange(QualityReport.Of(session, TableNames.Events, files.Events));
        }

        RejectTable.Write(session, [raw.Files, tables.Events?.Raw.Files ?? []]);
        var period = DataPeriod.Of(session, files.TransactionsTable, transactionCount);
        notes.AddRange(period.Notes());
        if (CurrencyTable.Note(currencies, transactionCount) is { } money) notes.Add(money);
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
            Notes = notes,
            Entities = [.. mapping.Transactions.Entities.Keys],
            Attributes = attributes,
            Quality = quality,
        };
    }

    /// <exception cref="InputException">Something must be decided first, too many rows are bad, or none is left.</exception>
    private static void Limit(LoadSession session, CheckedTable table, double share)
    {
        var (counts, raw) = (table.Counts, table.Raw);
        Advice.RequireDecided(table.Advice, raw.Files[0].Path);
        var needed = raw.Source == TableNames.Transactions;
        if (counts.Refused > share * counts.Meant || (needed && counts.Refused > 0 && counts.Refused == counts.Meant))
        {
            throw RejectTable.TooMany(session, raw, counts, share);
        }
        if (needed && counts.Kept == 0)
        {
            throw new InputException($"no row of the file is a payment ({string.Join(", ", RowCountWords.Of(counts).Skip(1)
                .Select(static f => $"{Wording.Count(f.Rows)} {f.What}"))}), so that nothing was loaded", raw.Files[0].Path, expected: "one row or more");
        }
    }
}
