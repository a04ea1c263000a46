using Investigator.Engine.Ingest.Sources;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>What the judge makes of one column.</summary>
/// <param name="Name">As the source calls it.</param>
/// <param name="Type">What nine of ten of its values are, words for nothing aside. A time that is written as a number is a number.</param>
public sealed record ColumnLook(string Name, PreviewType Type)
{
    /// <summary>Whether it may be used as a time: dates, and numbers that are some when they are taken for one (<see cref="TimePatterns"/>).</summary>
    public bool IsTimeLike => TimePatterns.Count > 0;

    /// <summary>Whether it may be the time of day that belongs to a date in another column.</summary>
    public bool IsTimeOfDay => ClockPattern is not null;

    /// <summary>How it is then written.</summary>
    public string? ClockPattern { get; init; }

    /// <summary>
    /// How its times may be written, the likeliest first; null stands for ISO or a count since 1970 by its size. None: they are no times.
    /// </summary>
    public IReadOnlyList<string?> TimePatterns { get; init; } = [];

    /// <summary>Whether the first of these needs nobody to confirm it.</summary>
    public bool IsTimeCertain { get; init; }

    /// <summary>
    /// Whether the first is the only way in which all its numbers can be times: who uses it as one need not say how, but for other uses it is no time.
    /// </summary>
    public bool IsOnlyTime { get; init; }

    /// <summary>Values that are a number.</summary>
    public int Numbers { get; init; }

    /// <summary>Values that are a time.</summary>
    public int Times { get; init; }

    /// <summary>Values, words for nothing aside.</summary>
    public int Values { get; init; }
}
