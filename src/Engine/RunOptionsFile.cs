using System.Text.Json;
using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine;

/// <summary>Run options as a JSON file that names only what differs from the run's defaults, at any depth.</summary>
public static class RunOptionsFile
{
    /// <summary>A stage's object that names some of its values leaves the others at what a run without options has, not at what the stage has on its own.</summary>
    /// <exception cref="InputException">The file is missing, is not JSON, or has a key or value that does not belong.</exception>
    public static RunOptions Read(string path)
    {
        JsonFile.Read<RunOptions>(path); // refuses what does not belong, with the file's own lines
        var options = JsonSerializer.SerializeToNode(new RunOptions(), JsonFile.Options)!.AsObject();
        var named = JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        Lay(named, options);
        return options.Deserialize<RunOptions>(JsonFile.Options)!;
    }

    /// <summary>Puts every value of <paramref name="named"/> in the place of that of <paramref name="options"/>; objects are gone into, lists are taken whole.</summary>
    private static void Lay(JsonObject named, JsonObject options)
    {
        foreach (var (key, value) in named)
        {
            if (value is JsonObject deeper && options[key] is JsonObject stage) Lay(deeper, stage);
            else options[key] = value?.DeepClone();
        }
    }
}
