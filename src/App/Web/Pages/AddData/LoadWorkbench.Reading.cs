using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Storage;
using Investigator.Web.Pages.Reading;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.AddData;

/// <summary>How the workbench reads and checks files: the newest wish ends the ones before it.</summary>
public sealed partial class LoadWorkbench
{
    /// <summary>Reads the first rows, as far as formats are known with these, and checks.</summary>
    private async Task ReadAsync()
    {
        var token = _work.Begin();
        (_isBusy, _isWaiting) = (true, false);
        if (await RunAsync(() => Previews.ReadAsync(Transactions, Events, PreviewRows, Wait, token, _draft.Given), token) is not { } source) return;
        var isFirst = _source is null;
        _source = source;
        _questions.Read(source.Guess.Advice);
        if (!Fits(Mapping, source)) _isRestored = false;
        if ((isFirst && !_isRestored) || !Fits(Mapping, source)) _draft.Found(source.Guess.Mapping);
        else if (!isFirst) _draft.Found(WithFormats(Mapping, source));
        _questions.Changed(source.Guess.Mapping, Mapping);
        if (_name.Length == 0) _name = source.Transactions.Name.TrimEnd('/').Split('.')[0];
        _columnsOpen |= _draft.Missing().Count > 0;
        if (isFirst && Failed?.Report is { } failed)
        {
            (_report, _isBusy) = (failed, false);
            Show();
            return;
        }

        Show();
        await OfferAsync(source, token);
        await CheckAsync(token, TimeSpan.Zero);
    }

    /// <summary>Offers what files with the same columns were loaded with, as long as nothing was changed by hand.</summary>
    private async Task OfferAsync(SourceGuess source, CancellationToken token)
    {
        if (_isRestored) return;
        var now = JsonFile.Text(Mapping);
        if (await RunAsync(() => SavedMappings.ForAsync(source.Header, token), token) is { } saved)
        {
            _saved = [.. saved.Where(s => JsonFile.Text(s.Mapping) != now)];
        }
    }

    private async Task CheckAsync(CancellationToken token, TimeSpan pause)
    {
        if (_draft.Missing().Count > 0)
        {
            _isBusy = false;
            StateHasChanged();
            return;
        }

        (_isBusy, _isWaiting) = (true, false);
        StateHasChanged();
        var report = await RunAsync(
            async () =>
            {
                await Task.Delay(pause, token);
                return await Checker.CheckAsync(Transactions, Events, Mapping, _maxRejectShare, token, Wait);
            },
            token);
        if (token.IsCancellationRequested) return;
        (_report, _isBusy) = (report ?? _report, false);
        Show();
    }

    /// <returns>Null where it failed, and the page says why, or where something newer took its place.</returns>
    private async Task<T?> RunAsync<T>(Func<Task<T>> work, CancellationToken token)
        where T : class
    {
        try
        {
            var result = await work();
            if (token.IsCancellationRequested) return null;
            _problem = null;
            return result;
        }
        catch (Exception) when (token.IsCancellationRequested)
        {
            return null;
        }
        catch (InputException e)
        {
            _problem = e.Message;
        }
        catch (Exception e) when (KnownFault.Words(e) is { } words)
        {
            Logger.LogError("Files could not be read for a page: {Problem}", words);
            _problem = words;
        }
        catch (Exception e)
        {
            Logger.LogError(e, "Files could not be read for a page");
            _problem = "The server could not read the files. Its log has the details.";
        }

        _isBusy = false;
        return null;
    }

    private void Show()
    {
        if (_source is null) return;
        var isOneLog = Events is null;
        _transactions = new ColumnWords(TableNames.Transactions, _source.TransactionsPreview, _report, isOneLog);
        _events = isOneLog ? _transactions with { Table = TableNames.Events }
            : new ColumnWords(TableNames.Events, _source.EventsPreview!, _report, isOneLog);
        StateHasChanged();
    }

    private void Wait()
    {
        _isWaiting = true;
        _ = InvokeAsync(StateHasChanged);
    }

    private static bool Fits(Mapping mapping, SourceGuess source)
    {
        var columns = source.TransactionsPreview.Columns.Select(static c => c.Name).ToHashSet();
        var ofEvents = source.EventsPreview?.Columns.Select(static c => c.Name).ToHashSet() ?? columns;
        return mapping.Transactions.Parts().Keys.All(columns.Contains) && (mapping.Events?.Parts().Keys.All(ofEvents.Contains) ?? true);
    }

    private static Mapping WithFormats(Mapping mapping, SourceGuess source)
    {
        var changed = mapping with { Transactions = mapping.Transactions with { Format = source.Guess.Mapping.Transactions.Format } };
        return source.EventsPreview is null || changed.Events is null ? changed
            : changed with { Events = changed.Events with { Format = source.Guess.Mapping.Events?.Format } };
    }
}
