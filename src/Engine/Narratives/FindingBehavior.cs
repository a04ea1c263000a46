using System.Text.Json.Serialization;
using Investigator.Engine.Core;

namespace Investigator.Engine.Narratives;

/// <summary>What members of a cluster did before they paid, as the time attention saw it.</summary>
public sealed record FindingBehavior
{
    /// <summary>The step of the clock in which stays are counted; null where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClockStep? Clock { get; init; }

    /// <summary>Members with events.</summary>
    public required int Sequences { get; init; }

    /// <summary>The row whose vector lies nearest to all other members' (their medoid by cosine): the most typical member.</summary>
    public required int TypicalRow { get; init; }

    /// <summary>The typical member's events, oldest first.</summary>
    public required IReadOnlyList<AttendedStep> Typical { get; init; }

    /// <summary>The pages with most of the members' attention, most first.</summary>
    public required IReadOnlyList<AttendedPage> Pages { get; init; }

    /// <summary>Attention by length of stay, shortest first; bands without any attention here are left out.</summary>
    public required IReadOnlyList<AttendedPause> Pauses { get; init; }
}

/// <param name="Page">Event type.</param>
/// <param name="Seconds">Until the next event or the payment; null when not known.</param>
/// <param name="Attention">Share of the sequence's attention, 0 to 1.</param>
public sealed record AttendedStep(string Page, double? Seconds, double Attention);

/// <param name="Page">Event type.</param>
/// <param name="Here">Its share of attention, as the mean over members with events.</param>
/// <param name="Elsewhere">The same over all other transactions; null when no other has events.</param>
/// <param name="SecondsHere">Median stay; null when no stay is known.</param>
/// <param name="SecondsElsewhere">Median stay elsewhere; null when the page is not seen there.</param>
public sealed record AttendedPage(string Page, double Here, double? Elsewhere, double? SecondsHere, double? SecondsElsewhere);

/// <param name="From">Shortest stay of the band, in seconds.</param>
/// <param name="To">The next band's shortest; null for the last.</param>
/// <param name="Here">Share of attention on events that took so long, as the mean over members with events.</param>
/// <param name="Elsewhere">The same over all other transactions; null when no other has events.</param>
public sealed record AttendedPause(double From, double? To, double Here, double? Elsewhere);
