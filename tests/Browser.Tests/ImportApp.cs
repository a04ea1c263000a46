using Investigator.TestKit;

namespace Investigator.Browser.Tests;

/// <summary>An app without data, to load files into; one for all formats.</summary>
public sealed class ImportApp : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private AppProcess? _process;

    public string Url { get; } = AppProcess.FreeUrl();

    /// <summary>The Cookie header of its administrator.</summary>
    public string Cookie { get; private set; } = "";

    /// <summary>Where a test writes the file that it gives.</summary>
    public string FileFor(string name) => _folder.File(name);

    public async ValueTask InitializeAsync()
    {
        _process = AppProcess.Start("serve", "--data", _folder.File("data"), "--url", Url);
        if (!await _process.SeesAsync(static line => line.StartsWith("Investigator serves", StringComparison.Ordinal), TimeSpan.FromMinutes(2)))
        {
            throw new InvalidOperationException($"The app did not come up:\n{_process.Output}");
        }

        Cookie = await SignInLink.OpenAsync(_process, TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.KillAsync();
        _process?.Dispose();
        _folder.Dispose();
    }
}
