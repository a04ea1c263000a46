using System.Text.Json;
using System.Text.Json.Nodes;

namespace Investigator.Engine.Tables;

/// <summary>JSON that a person wrote: comments and a last comma are let pass, what the reader would have to guess is not.</summary>
internal static class JsonInput
{
    private static readonly JsonDocumentOptions Document = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>As <see cref="JsonFile.Options"/>, and no null where a value is needed.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonFile.Options) { RespectNullableAnnotations = true, AllowDuplicateProperties = false };

    /// <summary>The text as a tree.</summary>
    /// <exception cref="JsonException">It is no JSON, a key is given twice, or a list holds a null.</exception>
    public static JsonNode? Parse(string text)
    {
        var root = JsonNode.Parse(text, documentOptions: Document);
        RefuseNulls(root);
        return root;
    }

    private static void RefuseNulls(JsonNode? node)
    {
        if (node is JsonObject whole)
        {
            foreach (var (_, value) in whole) RefuseNulls(value);
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (list[i] is null) throw new JsonException("null is no entry of a list", FormattableString.Invariant($"{list.GetPath()}[{i}]"), null, null);
                RefuseNulls(list[i]);
            }
        }
    }
}
