using Investigator.Engine.Core;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Investigator.Protection;

/// <summary>Settings that a start does not take as arguments because they are secret or long: <c>settings.json</c> in the data folder, and the environment,
/// which comes first.</summary>
internal static class ServerSettings
{
    public const string FileName = "settings.json";

    /// <summary>Arguments for the builder, which no setting undoes: the framework's own switch would believe everyone's forwarded headers.</summary>
    public static string[] Fixed => ["--ForwardedHeaders_Enabled=false"];

    /// <param name="configuration">Of the server.</param>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="InputException">The file is not to be read.</exception>
    public static void AddFile(ConfigurationManager configuration, string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return;
        RegularFile.Require(path);
        try
        {
            ((IConfigurationBuilder)configuration).Sources.Insert(
                0, new JsonConfigurationSource { FileProvider = new PhysicalFileProvider(folder), Path = FileName });
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"the settings cannot be read: {e.GetBaseException().Message.TrimEnd('.')}", path, expected: "one JSON object");
        }
    }

    /// <summary>What the messages call a setting: as it is written in the file, and in the environment.</summary>
    public static string Say(string name, string folder) =>
        $"{name} in {Path.Combine(folder, FileName)} or {name.Replace(":", "__", StringComparison.Ordinal)} in the environment";
}
