using System.Globalization;

namespace Investigator.Storage;

/// <summary>Says what a start is busy with, or waits for, when that takes longer than a person waits without wondering.</summary>
/// <param name="clock">Where time comes from.</param>
/// <param name="say">Told a sentence, on a thread of the pool.</param>
public sealed class SlowWork(TimeProvider clock, Action<string> say)
{
    /// <summary>When it is said first.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    /// <summary>Tells whoever started the command, beside what the command itself prints.</summary>
    public static SlowWork OnConsole { get; } = new(TimeProvider.System, Console.Error.WriteLine);

    /// <param name="what">As it follows "still": "reading the database".</param>
    /// <param name="work">What may take long, or wait for someone.</param>
    public async Task<T> DoAsync<T>(string what, Func<Task<T>> work)
    {
        var start = clock.GetTimestamp();
        await using var timer = clock.CreateTimer(_ => Say(), null, Patience, Again);
        return await work();

        void Say() => say(string.Create(CultureInfo.InvariantCulture, $"Still {what} after {clock.GetElapsedTime(start).TotalSeconds:0} s …"));
    }

    /// <inheritdoc cref="DoAsync{T}(string, Func{Task{T}})"/>
    public Task DoAsync(string what, Func<Task> work) => DoAsync(what, async () =>
    {
        await work();
        return true;
    });
}
