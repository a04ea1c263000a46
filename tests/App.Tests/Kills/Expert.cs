using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Investigator.Identity;
using Investigator.Web;

namespace Investigator.App.Tests.Kills;

/// <summary>Signs in and out, loads a file, and starts a run now and then.</summary>
internal sealed partial class Expert(Uri site, string cookie, KeptWrites kept, Func<int> numbers, ExpertAccount account)
    : SimulatedPerson(site, cookie, kept, numbers)
{
    protected override async Task StepAsync()
    {
        await SignInAsync();
        await LoadAsync();
        if (Next() % 5 == 0) await RunAsync();
    }

    private async Task SignInAsync()
    {
        using var answer = await PostAsync(AccountAddress.SignIn, "", ("name", account.Name), ("password", account.Password));
        // Tried too often in this life.
        if (answer.StatusCode == HttpStatusCode.TooManyRequests) return;
        var session = Cookies(answer).Split("; ").Single(c => c.StartsWith(account.CookieName, StringComparison.Ordinal));
        Kept.Add(Kept.SignIns, session);
        if (Next() % 2 == 0) await SignOutAsync(session);
    }

    private async Task SignOutAsync(string session)
    {
        Kept.AskedToSignOut.Add(session);
        using var answer = await PostAsync(AccountAddress.SignOut, session);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Kept.Add(Kept.SignOuts, session);
    }

    /// <summary>Sends a form as a page of ours does, with the token of whoever has the cookies.</summary>
    private async Task<HttpResponseMessage> PostAsync(string path, string cookies, params (string Name, string Value)[] fields)
    {
        using var http = Client(Site, cookies);
        using var page = await http.GetAsync(AccountAddress.SignInPage);
        var token = Token().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;
        using var sender = Client(Site, string.Join("; ", ((string[])[cookies, Cookies(page)]).Where(static c => c.Length > 0)));
        var filled = fields.Append((Name: "__RequestVerificationToken", Value: token));
        using var form = new FormUrlEncodedContent(filled.Select(static f => KeyValuePair.Create(f.Name, f.Value)));
        return await sender.PostAsync(path, form);
    }

    private async Task LoadAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"payments-{Next()}");
        await File.WriteAllLinesAsync(
            Path.Combine(account.Imports, name + ".csv"),
            ["id,account,time,amount", .. Enumerable.Range(1, 20).Select(i => FormattableString.Invariant($"{name}-{i},a{i % 7},2026-01-{i:00},{i}.50"))]);
        await using var circuit = await OpenAsync(Links.AddDataFrom($"imports/{name}.csv", null), "Name of the dataset");
        for (var i = 0; ; i++)
        {
            try
            {
                // The check of the whole file comes first, for as long as it takes.
                await circuit.SubmitAsync("panel load-row", "How the files were read", TimeSpan.FromSeconds(3));
                break;
            }
            catch (TimeoutException) when (i < 5)
            {
            }
        }

        Kept.Add(Kept.Datasets, name);
    }

    private async Task RunAsync()
    {
        await using var circuit = await OpenAsync(Links.Runs, "History");
        var run = 0;
        circuit.OnBatch = batch =>
        {
            foreach (var text in batch.Strings)
            {
                if (Progress().Match(text) is { Success: true } progress) run = int.Parse(progress.Groups[1].Value, CultureInfo.InvariantCulture);
            }
        };
        await circuit.ClickAsync("Start a run", "Smallest cluster", Patience);
        await circuit.ClickAsync("Start", @"^Progress of run \d+$", Patience);
        Kept.Add(Kept.Runs, run);
        await circuit.ClickAsync("Cancel");
    }

    private static string Cookies(HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var set)
        ? string.Join("; ", set.Select(static cookie => cookie.Split(';')[0])) : "";

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex(@"^Progress of run (\d+)$")]
    private static partial Regex Progress();
}

/// <param name="Name">To sign in with.</param>
/// <param name="Password">Likewise.</param>
/// <param name="CookieName">Of the session's cookie.</param>
/// <param name="Imports">The folder from which files may be loaded.</param>
internal sealed record ExpertAccount(string Name, string Password, string CookieName, string Imports);
