namespace Investigator.TestKit;

/// <summary>The link that a start prints, opened as a browser would.</summary>
public static class SignInLink
{
    /// <summary>Waits until the process prints its link.</summary>
    public static async Task<Uri> OfAsync(AppProcess process, TimeSpan atMost)
    {
        if (!await process.SeesAsync(static line => Find(line) is not null, atMost)) throw new TimeoutException($"no link was printed:\n{process.Output}");
        return process.Output.Split('\n').Select(Find).OfType<Uri>().Last();
    }

    /// <summary>Opens a link.</summary>
    /// <returns>The Cookie header of the browser that is signed in by then.</returns>
    public static async Task<string> OpenAsync(Uri link)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler);
        using var answer = await http.GetAsync(link);
        if (!answer.Headers.TryGetValues("Set-Cookie", out var set)) throw new InvalidOperationException($"{link} signed nobody in: {(int)answer.StatusCode}");
        return string.Join("; ", set.Select(static cookie => cookie.Split(';')[0]));
    }

    /// <summary>Both: what a person at the terminal does.</summary>
    public static async Task<string> OpenAsync(AppProcess process, TimeSpan atMost) => await OpenAsync(await OfAsync(process, atMost));

    private static Uri? Find(string line) =>
        line.Contains("?token=", StringComparison.Ordinal) && Uri.TryCreate(line.Trim(), UriKind.Absolute, out var link) ? link : null;
}
