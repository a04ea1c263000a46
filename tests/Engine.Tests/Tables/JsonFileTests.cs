using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Tables;

public sealed class JsonFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"seed\": 1.5", "n.json, line 2: 'seed' holds a value that does not belong there; expected a whole number.")]
    [InlineData("\"limit\": \"none\"", "n.json, line 2: 'limit' holds a value that does not belong there; expected a whole number, or null.")]
    [InlineData("\"whole_weight\": \"much\"", "n.json, line 2: 'whole_weight' holds a value that does not belong there; expected a number.")]
    [InlineData("\"on\": 1", "n.json, line 2: 'on' holds a value that does not belong there; expected true or false.")]
    [InlineData("\"names\": \"a\"", "n.json, line 2: 'names' holds a value that does not belong there; expected a list, [ … ].")]
    [InlineData("\"names\": [\"a\", 2]", "n.json, line 2: 'names[1]' holds a value that does not belong there; expected a text.")]
    [InlineData("\"inner\": 3", "n.json, line 2: 'inner' holds a value that does not belong there; expected an object, { … }.")]
    [InlineData("\"inner\": { \"day\": \"noon\" }", "line 2: 'inner.day' holds a value that does not belong there; expected one of first_day, last_day.")]
    [InlineData("\"inners\": { \"a b\": { \"day\": \"noon\" } }", "'inners['a b'].day' holds a value that does not belong there; expected one of first_day")]
    [InlineData("\"sede\": 3", "n.json, line 2: the key 'sede' is not known; expected one of seed, limit, whole_weight, on, names, inner, inners.")]
    [InlineData("\"inner\": { \"days\": 4 }", "line 2: the key 'days' is not known (at 'inner.days'); expected one of day.")]
    [InlineData("\"inner\": { }", "line 2: 'inner' lacks 'day'.")]
    [InlineData("\"seed\": }", "n.json, line 2: '}' is an invalid start of a value (at 'seed').")]
    public void Read_WhatDoesNotBelong_IsSaidInTheFilesOwnWords(string line, string says)
    {
        var path = _folder.File("n.json");
        File.WriteAllText(path, "{\n" + line + " }");
        Assert.Contains(says, Assert.Throws<InputException>(() => JsonFile.Read<Note>(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EmptyFile_IsRefusedWithoutTermsOfTheParser()
    {
        var path = _folder.File("n.json");
        File.WriteAllText(path, "");
        var message = Assert.Throws<InputException>(() => JsonFile.Read<Note>(path)).Message;
        Assert.Contains("n.json, line 1", message, StringComparison.Ordinal);
        Assert.DoesNotContain("isFinalBlock", message, StringComparison.Ordinal);
    }

    private sealed record Note
    {
        public int Seed { get; init; }

        public int? Limit { get; init; }

        public double WholeWeight { get; init; }

        public bool On { get; init; }

        public IReadOnlyList<string> Names { get; init; } = [];

        public Inner? Inner { get; init; }

        public IReadOnlyDictionary<string, Inner> Inners { get; init; } = new Dictionary<string, Inner>();
    }

    private sealed record Inner
    {
        public required Day Day { get; init; }
    }

    private enum Day
    {
        FirstDay,
        LastDay,
    }
}
