using System.CommandLine;
using Investigator.Engine.Core;
using Investigator.Storage;

namespace Investigator.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public const int DefaultPort = 5080;

    public static Option<string?> Data() => new("--data")
    {
        Description = $"Folder for everything Investigator keeps (default: ${DataFolder.Variable}, else the user's local application data)",
        HelpName = "DIR",
    };

    public static Option<string> Url() => new("--url")
    {
        Description = "Address to listen on",
        HelpName = "URL",
        DefaultValueFactory = _ => $"http://127.0.0.1:{DefaultPort}",
    };

    public static Option<string[]> Host() => new("--host")
    {
        Description = "A name that the web app is reached by besides localhost, for instance through a proxy; may be given several times",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    public static Option<string[]> Proxy() => new("--proxy")
    {
        Description = "Address or network of a proxy before the web app, whose X-Forwarded headers are believed; may be given several times",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => [],
    };

    public static Option<DirectoryInfo[]> Imports() => new Option<DirectoryInfo[]>("--imports")
    {
        Description = "A folder whose files may be loaded from the web app, besides the data folder's imports/; may be given several times",
        HelpName = "DIR",
        DefaultValueFactory = _ => [],
    }.AcceptExistingOnly();

    public static Option<int> Seed(int value = 1) => new("--seed")
    {
        Description = "Every random choice derives from it",
        HelpName = "S",
        DefaultValueFactory = _ => value,
    };

    public static Option<DeviceChoice> Device() => new("--device")
    {
        Description = "Where to compute: auto, cpu or cuda",
        HelpName = "auto|cpu|cuda",
        DefaultValueFactory = _ => DeviceChoice.Auto,
    };

    public static Option<bool> Force() => new("--force") { Description = "Replace results that are already there" };

    public static Option<string?> Transactions(bool isRequired = true) => new("--transactions")
    {
        Description = "CSV or other separated text (.gz, .zst, .zip too), .xlsx, Parquet, or a folder of them",
        HelpName = "FILE",
        Required = isRequired,
    };

    public static Option<string?> Events() => new("--events")
    {
        Description = "Click events, likewise, unless they lie in the transactions' files; without them sequences are empty",
        HelpName = "FILE",
    };

    public static Option<string?> RunOptions() => new("--options")
    {
        Description = "JSON: options of any stage, as run.json stores them; what is left out keeps its default",
        HelpName = "FILE",
    };

    public static Option<string?> Features() => new("--features") { Description = "JSON: a feature catalogue in place of the default one", HelpName = "FILE" };
}
