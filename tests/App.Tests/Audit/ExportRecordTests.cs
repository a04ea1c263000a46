using System.Text;
using Investigator.Access;
using Investigator.Api;
using Investigator.Audit;
using Investigator.Runs;
using Investigator.Transactions;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Audit;

/// <summary>Whoever takes a file away is recorded, and what cannot be recorded is not given.</summary>
public sealed class ExportRecordTests : PageTest
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/runs/3/transactions.csv", "?risky=true&where=transaction.account%20is%20a17", "run", "3",
        "transactions.csv, risky=true, where=transaction.account …, 12 rows")]
    [InlineData("/api/runs/3/findings/2/contrasts.csv", "", "run", "3", "findings/2/contrasts.csv, 12 rows")]
    [InlineData("/api/datasets/4/rejects.csv", "", "dataset", "4", "rejects.csv, 12 rows")]
    [InlineData("/api/audit.csv", "?who=os:ann", "audit", "", "audit.csv, who=os:ann, 12 rows")]
    public async Task Download_OfRows_IsRecordedWithFileFilterAndRows(string path, string query, string kind, string key, string details)
    {
        var file = Results.File(Encoding.UTF8.GetBytes("a,b"), "text/csv");

        var answer = await PassAsync(path, query, new CountedAnswer(file, 12));

        Assert.Same(file, answer);
        var line = Assert.Single(await LinesAsync());
        Assert.Equal((AuditAction.Exported, kind, key, details), (line.Action, line.Kind, line.Key, line.Details));
        Assert.Equal(Actor.Local.Id, line.ActorId);
    }

    [Fact]
    public async Task Download_OfAFile_IsRecordedWithoutRows()
    {
        await PassAsync("/api/runs/3/files/run.json", "", Results.File(Path.Combine(Data.Path, "run.json"), "application/json"));

        Assert.Equal("files/run.json", Assert.Single(await LinesAsync()).Details);
    }

    [Fact]
    public async Task Answer_ThatIsNoFile_LeavesNoEntry()
    {
        await PassAsync("/api/runs/3/findings.csv", "", ApiProblems.Run(3));
        await PassAsync("/api/runs/3/clusters.csv", "", Results.Redirect("/api/runs/3/findings.csv"));

        Assert.Empty(await LinesAsync());
    }

    [Fact]
    public async Task Download_ThatCannotBeRecorded_IsNotGivenAndLeavesNothingBehind()
    {
        await SqlAsync("CREATE TRIGGER refuse BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'no room'); END");
        var made = await TempFileResult.AnswerAsync(
            Data, "answer.csv",
            static async path =>
            {
                await File.WriteAllTextAsync(path, "a,b");
                return 1;
            });

        await Assert.ThrowsAsync<SqliteException>(() => PassAsync("/api/runs/3/findings.csv", "", made));

        Assert.Empty(Directory.GetFiles(Data.Scratch, "answer-*"));
    }

    [Fact]
    public async Task Endpoints_OfRows_CountThem()
    {
        var run = await Shop.AddAsync();
        var sample = await SampleAsync();
        var services = Services;

        var transactions = await DownloadEndpoints.TransactionsAsync(
            run, null, null, null, null, null, null, null, null, null, null, services.GetRequiredService<RunQueries>(),
            services.GetRequiredService<ScopeQueries>(), services.GetRequiredService<TransactionQueries>(), Data, Cancel);

        Assert.Equal(sample.Rows.Count, Assert.IsType<CountedAnswer>(transactions).Rows);
        await ((CountedAnswer)transactions).Answer.ExecuteAsync(Http());
    }

    [Fact]
    public async Task AuditCsv_HoldsWhatTheFilterAsksForAndRunsNoFormula()
    {
        var log = Services.GetRequiredService<AuditLog>();
        await log.RecordAsync(Actor.Local, AuditAction.Exported, "run 3", "=1+1", "because, \"really\"", cancel: Cancel);
        await log.RecordAsync(Actor.Local, AuditAction.SignedOut, "user 7", cancel: Cancel);

        var made = (CountedAnswer)await AuditEndpoints.CsvAsync(
            null, "exported", null, null, null, null, null, Services.GetRequiredService<AuditQueries>(), Data, Cancel);
        var http = Http();
        await made.Answer.ExecuteAsync(http);

        http.Response.Body.Position = 0;
        var lines = (await new StreamReader(http.Response.Body).ReadToEndAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((1, 2), (made.Rows, lines.Length));
        Assert.StartsWith("entry,time_utc,actor,actor_name,from,action,kind,key,", lines[0], StringComparison.Ordinal);
        Assert.Contains(",Exported,run,3,,,'=1+1,\"because, \"\"really\"\"\",", lines[1], StringComparison.Ordinal);
    }

    private async Task<object?> PassAsync(string path, string query, IResult made)
    {
        var http = Http();
        http.Request.Path = path;
        http.Request.QueryString = new QueryString(query);
        var parts = path.Split('/');
        if (parts.Length > 4) http.Request.RouteValues[parts[2].TrimEnd('s')] = parts[3];
        return await new ExportRecord(Services.GetRequiredService<AuditLog>())
            .InvokeAsync(EndpointFilterInvocationContext.Create(http), _ => ValueTask.FromResult<object?>(made));
    }

    private DefaultHttpContext Http() => new() { RequestServices = Services, Response = { Body = new MemoryStream() } };

    private async Task<IReadOnlyList<AuditLine>> LinesAsync() =>
        (await Services.GetRequiredService<AuditQueries>().PageAsync(new AuditFilter(), null, 10, Cancel)).Lines;
}
