using System.Net;
using Investigator.Commands;
using Investigator.Composition;
using Investigator.Datasets;
using Investigator.Storage;
using Investigator.TestKit;
using Investigator.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Hostile;

/// <summary>Asking for a page reads no file: any site can make a browser ask.</summary>
public sealed class HostileFilesTests(ServedSample sample) : IClassFixture<ServedSample>
{
    [Fact]
    public async Task Get_OfThePageThatLoadsFiles_ReadsAndListsNone()
    {
        var data = sample.Services.GetRequiredService<DataFolder>();
        await File.WriteAllTextAsync(Path.Combine(data.Imports, "till.csv"), "receipt_number,shopper,moment\nr1,s1,2026-03-01 10:00:00\n");
        var upload = await UploadAsync("receipt_number,shopper,moment\nr1,s1,2026-03-01 10:00:00\n");

        foreach (var id in (string[])["imports/till.csv", upload, "imports/nothing.csv", "/etc/passwd"])
        {
            var html = await PageAsync(Links.AddDataFrom(id, id == upload ? "imports/till.csv" : null));

            Assert.DoesNotContain("receipt_number", html, StringComparison.Ordinal);
            Assert.DoesNotContain("could not be read", html, StringComparison.Ordinal);
            Assert.DoesNotContain("no such file", html, StringComparison.Ordinal);
            Assert.Contains("Reading the first rows", html, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("till.csv", await PageAsync(Links.AddData), StringComparison.Ordinal);
    }

    /// <summary>The upload is still there after someone else's link to it: only a live page lets go of one.</summary>
    [Fact]
    public async Task Get_OfAnUploadsPage_DoesNotLetItBeSweptEarlier()
    {
        var upload = await UploadAsync("id,account,time\n");

        await PageAsync(Links.AddDataFrom(upload, null));
        sample.Services.GetRequiredService<UploadedFiles>().Sweep();

        Assert.NotNull(sample.Services.GetRequiredService<UploadedFiles>().Find(upload));
    }

    private Task<string> UploadAsync(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return sample.Services.GetRequiredService<UploadedFiles>().SaveAsync("till.csv", new MemoryStream(bytes), bytes.Length);
    }

    private async Task<string> PageAsync(string link)
    {
        using var answer = await sample.Http.GetAsync(new Uri(link, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}

/// <summary>What <c>serve --imports</c> says is what pages may load.</summary>
public sealed class AllowedFolderTests
{
    [Fact]
    public async Task Build_WithAFolderForImports_LetsPagesLoadFromThereToo()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp.File("shared"));
        await File.WriteAllTextAsync(temp.File("shared/shop.csv"), "id,account,time\n");
        using var data = DataFolder.Open(temp.File("data"));

        await using (var app = await WebServer.BuildAsync(data, new ServerOptions("http://127.0.0.1:0") { Imports = [temp.File("shared")] }))
        {
            var sources = app.Services.GetRequiredService<AllowedSources>();
            Assert.Equal([data.Imports, temp.File("shared")], sources.Folders);
            Assert.Equal("shared/shop.csv", Assert.Single(sources.List().Sources).Id);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
