using System.Globalization;
using Investigator.Engine.Core;
using Spectre.Console;

namespace Investigator.Commands;

/// <summary>Shows stages as bars on a terminal, as one line per stage elsewhere.</summary>
internal static class StageConsole
{
    /// <summary>Runs <paramref name="work"/> with somewhere to report to.</summary>
    public static async Task<T> ShowAsync<T>(Func<IProgress<StageProgress>, Task<T>> work)
    {
        if (!AnsiConsole.Profile.Out.IsTerminal) return await work(new Lines());
        var result = default(T)!;
        await AnsiConsole.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(),
                new ElapsedTimeColumn())
            .StartAsync(async context => result = await work(new Bars(context)));
        return result;
    }

    private sealed class Bars(ProgressContext context) : IProgress<StageProgress>
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, ProgressTask> _tasks = [];
        private string? _current;

        public void Report(StageProgress value)
        {
            lock (_lock)
            {
                if (_current is { } before && before != value.Stage && _tasks.TryGetValue(before, out var ended)) ended.Value = ended.MaxValue;
                _current = value.Stage;
                if (!_tasks.TryGetValue(value.Stage, out var task)) _tasks[value.Stage] = task = context.AddTask(
                    value.Stage, maxValue: Math.Max(1, value.Total));
                task.MaxValue = Math.Max(1, value.Total);
                task.Value = Math.Min(value.Done, task.MaxValue);
                task.Description = Markup.Escape(value.Note is null ? value.Stage : $"{value.Stage} ({value.Note})");
            }
        }
    }

    private sealed class Lines : IProgress<StageProgress>
    {
        private readonly Lock _lock = new();
        private readonly long _start = TimeProvider.System.GetTimestamp();
        private string? _current;

        public void Report(StageProgress value)
        {
            lock (_lock)
            {
                if (_current == value.Stage) return;
                _current = value.Stage;
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(_start).TotalSeconds,7:0.0} s  {value.Stage}"));
            }
        }
    }
}
