using Microsoft.Playwright;

namespace Investigator.Browser.Tests;

/// <summary>The page that turns files into a dataset, as a person goes through it.</summary>
internal sealed class Wizard
{
    public const string Transactions = "Transactions";

    public const string Events = "Events (optional)";

    private readonly IPage _page;
    private readonly List<string> _said = [];

    public Wizard(IPage page)
    {
        _page = page;
        page.Console += (_, line) => _said.Add($"{line.Type}: {line.Text}");
        page.RequestFailed += (_, request) => _said.Add($"{request.Url}: {request.Failure}");
    }

    /// <summary>Gives a file of this machine, as a person does: once the field is open, and once.</summary>
    public async Task GiveAsync(string part, string path)
    {
        var source = Part(part);
        var field = source.Locator("input[type=file]");
        try
        {
            await Assertions.Expect(field).ToBeEnabledAsync(new() { Timeout = 30_000 });
            await field.SetInputFilesAsync(path);
            // Its name alone is shown while it is still coming in too.
            await Assertions.Expect(source.Locator(".chosen-file").GetByText(Path.GetFileName(path))).ToBeVisibleAsync(new() { Timeout = 30_000 });
        }
        catch (PlaywrightException e)
        {
            throw new PlaywrightException($"{e.Message}\nThe page said: {string.Join("\n", _said)}", e);
        }
    }

    /// <summary>Takes a file that lies on the server.</summary>
    public async Task TakeAsync(string part, string id)
    {
        await Part(part).GetByLabel("Or a file on the server").SelectOptionAsync(id);
        await Part(part).GetByRole(AriaRole.Button, new() { Name = "Use this file" }).ClickAsync();
        await Assertions.Expect(Part(part).GetByText(id.Split('/')[^1])).ToBeVisibleAsync();
    }

    /// <summary>Goes on to what was understood of the files.</summary>
    public async Task NextAsync()
    {
        await _page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Next") }).ClickAsync();
        await Assertions.Expect(LoadButton).ToBeVisibleAsync(new() { Timeout = 20_000 });
    }

    /// <summary>Says which column plays a part of the transactions, in the panel that is folded at first.</summary>
    public async Task SetColumnAsync(string part, string column)
    {
        var panel = _page.GetByRole(AriaRole.Region, new() { Name = "Which column is what", Exact = true });
        if (await panel.GetByLabel(part).CountAsync() == 0) await panel.GetByRole(AriaRole.Button, new() { Name = "Which column is what" }).ClickAsync();
        await panel.GetByLabel(part).First.SelectOptionAsync(column);
    }

    /// <summary>Waits until the files are checked and nothing is left to be decided.</summary>
    public Task ReadyAsync() =>
        Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Name = "Ready to load" })).ToBeVisibleAsync(new() { Timeout = 20_000 });

    /// <summary>As the browser's button does.</summary>
    public async Task ReloadAsync()
    {
        await _page.ReloadAsync();
        await Assertions.Expect(_page.GetByText("As you left it")).ToBeVisibleAsync(new() { Timeout = 20_000 });
    }

    /// <summary>Loads, and waits for the dataset's page.</summary>
    public async Task LoadAsync()
    {
        await ReadyAsync();
        await LoadButton.ClickAsync();
        await Assertions.Expect(_page.GetByText("Quality report")).ToBeVisibleAsync(new() { Timeout = 120_000 });
    }

    private ILocator LoadButton => _page.GetByRole(AriaRole.Button, new() { Name = "Load", Exact = true });

    private ILocator Part(string name) => _page.GetByRole(AriaRole.Group, new() { Name = name });
}
