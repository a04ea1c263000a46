using System.Collections.Concurrent;
using Investigator.TestKit.Circuits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigator.App.Tests.Limits;

/// <summary>People leave in the middle of everything, and that is no fault.</summary>
public sealed class CircuitEndTests(ServedSample sample) : IClassFixture<ServedSample>
{
    [Theory]
    [InlineData("/runs/{0}/findings/0", "On the map")]
    [InlineData("/runs/{0}/findings/0?tab=members", "CSV of all members")]
    [InlineData("/map", "^Scatter plot of")]
    [InlineData("/dashboard", "What to look at first")]
    [InlineData("/findings", "^/runs/.*/findings/")]
    public async Task Tab_ClosedOnAPageOrOnTheWayToTheNext_LeavesNoFaultInTheLog(string path, string shows)
    {
        using var log = new FaultLog();
        sample.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var site = sample.Http.BaseAddress!;
        var there = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, sample.Run);
        foreach (var next in (string?[])[null, "/map", $"/runs/{sample.Run}/findings/1", "/transactions"])
        {
            var circuit = await CircuitClient.StartAsync(site, "/runs", ServedPage.Of(await sample.Http.GetStringAsync("/runs")), cookie: sample.Cookie);
            await circuit.GoAsync(there, shows, TimeSpan.FromSeconds(30));
            if (next is not null) await circuit.SetOutAsync(next);
            Assert.Empty(circuit.Errors);
            await circuit.CloseTabAsync(sample.Http);
        }

        Assert.Empty(log.Faults);
    }

    [Theory]
    [InlineData("/runs", "^Runs$")]
    [InlineData("/findings", "^/runs/.*/findings/")]
    [InlineData("/runs/{0}/findings/0", "On the map")]
    [InlineData("/runs/{0}", "Options")]
    [InlineData("/map", "^Scatter plot of")]
    [InlineData("/dashboard", "What to look at first")]
    [InlineData("/transactions", "^CSV$")]
    [InlineData("/rules", "^Rules$")]
    [InlineData("/datasets/add", "^Add data$")]
    public async Task Tab_ClosedBeforeItsScriptsAnswered_LetsGoOfItsCircuit(string path, string shows)
    {
        var site = sample.Http.BaseAddress!;
        var circuit = await CircuitClient.StartAsync(site, "/runs", ServedPage.Of(await sample.Http.GetStringAsync("/runs")), cookie: sample.Cookie);
        await circuit.GoAsync("/tags", "Tags", TimeSpan.FromSeconds(30));
        circuit.Answers = _ => false;
        await circuit.GoAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, sample.Run), shows, TimeSpan.FromSeconds(30));
        await circuit.CloseTabAsync(sample.Http);
    }

    private sealed class FaultLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _faults = [];

        public IReadOnlyCollection<string> Faults => _faults;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? fault, Func<TState, Exception?, string> format)
        {
            if (IsEnabled(level)) _faults.Enqueue($"{format(state, fault)}: {fault}");
        }

        public void Dispose()
        {
        }
    }
}
