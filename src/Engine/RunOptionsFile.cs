using System.Text.Json;
using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine;

/// <summary>Run options as a JSON file that names only what differs from the run's defaults, at any depth.</summary>
public static class RunOptionsFile
{
    /// <summary>Where a stage's object names only some of its values, the others keep the defaults of a run, not those of the stage on its own.</summary>
    /// <exception cref="InputException">The file is missing, is not JSON, or has a key or value that does not belong.</exception>
    public static RunOptions Read(string path)
    {
        JsonFile.Read<RunOptions>(path); // refuses what does not belong, with the file's own lines
        var options = JsonSerializer.SerializeToNode(new RunOptions(), JsonFile.Options)!.AsObject();
        var named = JsonInput.Parse(File.ReadAllText(path))!.AsObject();
        Lay(named, options);
        return options.Deserialize<RunOptions>(JsonFile.Options)!;
    }

    /// <summary>Replaces values of <paramref name="options"/> by those of <paramref name="named"/>: objects are merged, lists replaced whole.</summary>
    private static void Lay(JsonObject named, JsonObject options)
    {
        foreach (var (key, value) in named)
        {
            if (value is JsonObject deeper && options[key] is JsonObject stage) Lay(deeper, stage);
            else options[key] = value?.DeepClone();
        }
    }
}
