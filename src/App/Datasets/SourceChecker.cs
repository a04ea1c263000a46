using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Storage;

namespace Investigator.Datasets;

/// <summary>Tells pages what a load would give before it is decided on, in turn with whatever else pages have read.</summary>
public sealed class SourceChecker(AllowedSources sources, ReadingTurns turns, DataFolder data, TimeProvider clock)
{
    /// <summary>What one check may take.</summary>
    public TimeSpan Most { get; internal set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a page waits after the last change before it asks for a check.</summary>
    public TimeSpan Pause { get; internal set; } = TimeSpan.FromMilliseconds(400);

    /// <param name="transactions">A source's id.</param>
    /// <param name="events">Another's, or null.</param>
    /// <param name="mapping">As it stands; one that makes no sense yet is refused with what is missing.</param>
    /// <param name="maxRejectShare">Share of a table's rows (0 to 1) that may be refused.</param>
    /// <param name="cancel">Ends the waiting or the check, within a moment: a newer one takes its place.</param>
    /// <param name="waiting">Called when others are being read and this one must wait for its turn.</param>
    /// <exception cref="InputException">A source is not allowed or cannot be read, a column is not there, or it takes too long.</exception>
    public Task<CheckReport> CheckAsync(string transactions, string? events, Mapping mapping, double maxRejectShare, CancellationToken cancel,
        Action? waiting = null)
    {
        var request = new ImportRequest
        {
            Transactions = transactions,
            Events = events,
            Mapping = mapping,
            Name = "check",
            MaxRejectShare = maxRejectShare,
        };
        return turns.RunAsync(transactions, Most, () => Check(request, cancel), waiting ?? (static () => { }), cancel);
    }

    private CheckReport Check(ImportRequest request, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(Most);
        try
        {
            var context = new StageContext { Clock = clock, Cancel = limited.Token, Scratch = data.Scratch };
            return LoadCheck.Of(request.Resolve(sources) with { IsKept = false }, context);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new InputException(
                $"the check took longer than {Wording.Counted((long)Most.TotalSeconds, "second")}", value: SourceName.Shown(request.Transactions),
                expected: "a file on a disk that answers; it can be loaded without a check");
        }
    }
}
