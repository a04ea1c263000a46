using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Protection;
using Investigator.Runs;
using Investigator.TestKit.Circuits;
using Investigator.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Investigator.App.Tests.Hostile;

/// <summary>Bodies that end early, are something else, or meet a fault: what the caller and the log are told.</summary>
public sealed class HostileBodyTests(ServedSample sample) : IClassFixture<ServedSample>
{
    private static readonly (string Type, byte[] Bytes)[] Bodies =
    [
        ("application/json", []), ("application/json", "null"u8.ToArray()), ("application/json", "[]"u8.ToArray()), ("application/json", "{"u8.ToArray()),
        ("application/json", [0xff, 0xfe, 0x00]), ("application/json", Encoding.UTF8.GetBytes(new string('[', 100_000))),
        ("application/json; charset=utf-7", "{}"u8.ToArray()), ("text/plain", "{}"u8.ToArray()), ("application/x-www-form-urlencoded", "a=b"u8.ToArray()),
        ("multipart/form-data", "--"u8.ToArray()),
    ];

    [Fact]
    public async Task Body_OfAnyKind_IsToldAsAProblem()
    {
        foreach (var endpoint in EndpointCatalog.Of(sample).Where(static e => e is { Kind: EndpointKind.Data, Method: "POST" or "PUT" or "PATCH" }))
        {
            foreach (var (type, bytes) in Bodies)
            {
                using var request = endpoint.Request();
                request.Content = new ByteArrayContent(bytes);
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                using var answer = await sample.Http.SendAsync(request);
                Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{(int)answer.StatusCode} {endpoint} {type}");
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            }
        }
    }

    [Theory]
    [InlineData("""{"shape":"cluster"}""", "lacks 'cluster'")]
    [InlineData("""{"shape":"box"}""", "lacks 'x0', 'x1', 'y0', 'y1'")]
    [InlineData("""{"shape":"box","x0":0,"x1":1,"y0":0}""", "lacks 'y1'")]
    [InlineData("""{"shape":"polygon","x":[0,1,2]}""", "lacks 'y'")]
    [InlineData("""{"shape":"conditions"}""", "lacks 'conditions'")]
    [InlineData("""{"cluster":0}""", "does not say of which kind it is; expected 'shape' as one of polygon, box, finding, cluster, conditions")]
    [InlineData("""{"shape":"star"}""", "the kind 'star' is not known; expected 'shape' as one of polygon, box, finding, cluster, conditions")]
    [InlineData("""{"shape":"cluster","cluster":0,"colour":1}""", "the key 'colour' is not known")]
    [InlineData("""{"shape":"cluster","cluster":"all"}""", "'cluster' holds a value that does not belong there")]
    [InlineData("[]", "the whole holds a value that does not belong there")]
    [InlineData("null", "it is null")]
    public async Task Selection_ThatLacksOrMistakesSomething_IsRefusedWithWhat(string body, string words)
    {
        using var answer = await PostAsync(body);
        var said = await answer.Content.ReadFromJsonAsync<ProblemDetails>();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith("the body is not a selection: ", said!.Detail, StringComparison.Ordinal);
        Assert.Contains(words, said.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Investigator.", said.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"x":[-99,99,99,-99],"y":[-99,-99,99,99],"shape":"polygon"}""")]
    [InlineData("""{"cluster":0,"shape":"cluster"}""")]
    public async Task Selection_WhoseShapeComesLast_IsTheSame(string body)
    {
        using var answer = await PostAsync(body);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Body_BrokenOff_LeavesNoStackTraceInTheLog()
    {
        using var log = new FaultLog();
        sample.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        foreach (var endpoint in EndpointCatalog.Of(sample).Where(static e => e.Method != "GET" || e.Kind is EndpointKind.Page or EndpointKind.Hub))
        {
            for (var i = 0; i < 3; i++) await RawRequest.BreakOffAsync(sample.Http.BaseAddress!, endpoint.Path, 1000);
        }

        Assert.Equal(HttpStatusCode.OK, (await sample.Http.GetAsync("/runs")).StatusCode);
        Assert.Empty(log.Faults);
    }

    /// <summary>What a circuit is to begin with comes as JSON over its connection.</summary>
    [Fact]
    public async Task Circuit_OfDescriptorsThatCannotBeRead_EndsWithoutAStackTrace()
    {
        using var log = new FaultLog();
        sample.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var cancel = TestContext.Current.CancellationToken;
        var page = ServedPage.Of(await sample.Http.GetStringAsync("/runs", cancel));
        foreach (var descriptors in (string[])[new string('[', 10_000), "[{", "{\"type\":7}", "no JSON"])
        {
            await Assert.ThrowsAnyAsync<Exception>(
                () => CircuitClient.StartAsync(sample.Http.BaseAddress!, "/runs", page, cancel, descriptors, sample.Cookie));
        }

        Assert.Empty(log.Faults);
    }

    /// <summary>A fault that nobody expected is told in full to the log and in a sentence to the caller.</summary>
    [Theory]
    [InlineData("/api/anything", "application/problem+json")]
    [InlineData("/anything", "text/html; charset=utf-8")]
    public async Task Fault_ThatNobodyExpected_IsToldInFullToTheLogAlone(string path, string kind)
    {
        using var log = new FaultLog();
        using var made = LoggerFactory.Create(logging => logging.AddProvider(log));
        var context = new DefaultHttpContext { RequestServices = sample.Services };
        (context.Request.Path, context.Response.Body) = (path, new MemoryStream());
        var faults = new FaultAnswers(made.CreateLogger<FaultAnswers>());
        Assert.True(await faults.TryHandleAsync(context, new InvalidOperationException("a secret"), TestContext.Current.CancellationToken));
        Assert.Equal((500, kind), (context.Response.StatusCode, context.Response.ContentType));
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()), StringComparison.Ordinal);
        Assert.Contains("a secret", Assert.Single(log.Faults), StringComparison.Ordinal);
    }

    /// <summary>A fault that is to be expected of disks, here a file that went away, is one line.</summary>
    [Fact]
    public async Task Fault_OfAFile_IsAProblemWithoutAStackTrace()
    {
        using var log = new FaultLog();
        sample.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var run = await sample.Copies.AddAsync();
        await using var scope = sample.Services.CreateAsyncScope();
        var files = (await scope.ServiceProvider.GetRequiredService<RunQueries>().FilesAsync(run))!;
        File.Delete(KnownFiles.Members.In(files.RunFolder.Path));
        using var answer = await sample.Http.GetAsync(Links.Api.TransactionsCsv(run));
        var body = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        Assert.Empty(log.Faults);
    }

    private Task<HttpResponseMessage> PostAsync(string body) =>
        sample.Http.PostAsync($"/api/runs/{sample.Run}/selections", new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>What the server says with a stack trace.</summary>
    private sealed class FaultLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Faults { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null) Faults.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
