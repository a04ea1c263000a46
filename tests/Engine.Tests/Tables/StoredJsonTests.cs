using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Tables;

public sealed class StoredJsonTests : IDisposable
{
    private static readonly StoredFormat Third = new("note", [Rename("label", "title"), Rename("title", "name")]);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parse_KeysMoreAndFewer_AreSkippedAndDefaulted()
    {
        var note = StoredJson.Parse<Note>("""{ "count": 3, "colour": "red" }""");
        Assert.Equal((3, "", 5), (note.Count, note.Name, note.Place.Row));
        Assert.Empty(note.Tags);
        Assert.Empty(note.Sizes);
        Assert.Null(note.Reason);
        Assert.Empty(StoredJson.Parse<Place>("""{ "row": 2 }""").Columns);
    }

    [Theory]
    [InlineData("""{ "label": "a" }""")]
    [InlineData("""{ "format": 1, "title": "a" }""")]
    [InlineData("""{ "format": 2, "name": "a" }""")]
    public void Read_AnyFormatSoFar_IsUpgradedStepByStep(string json) => Assert.Equal("a", Read(json).Name);

    [Theory]
    [InlineData("""{ "format": 3 }""", "newer version of Investigator")]
    [InlineData("""{ "format": "new" }""", "no number")]
    [InlineData("""{ "format": -1 }""", "no number")]
    [InlineData("[]", "does not hold an object")]
    [InlineData("{ \"count\": \"many\" }", "count")]
    [InlineData("{", "n.json")]
    public void Read_WhatCannotBeUnderstood_IsRefusedInWords(string json, string says) =>
        Assert.Contains(says, Assert.Throws<InputException>(() => Read(json)).Message, StringComparison.Ordinal);

    private Note Read(string json)
    {
        File.WriteAllText(_folder.File("n.json"), json);
        return StoredJson.Read<Note>(_folder.File("n.json"), Third);
    }

    private static Action<JsonObject> Rename(string from, string to) => file =>
    {
        if (file.Remove(from, out var value)) file[to] = value;
    };

    private sealed record Note
    {
        public required string Name { get; init; }

        public required int Count { get; init; }

        public required IReadOnlyList<string> Tags { get; init; }

        public required IReadOnlyDictionary<string, int> Sizes { get; init; }

        public required NotePlace Place { get; init; }

        public string? Reason { get; init; }
    }

    private sealed record NotePlace
    {
        public int Row { get; init; } = 5;
    }

    private sealed record Place(int Row, IReadOnlyList<string> Columns);
}
