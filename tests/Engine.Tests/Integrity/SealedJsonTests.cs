using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Integrity;

public sealed class SealedJsonTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("sealed.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var value = new Shelf("Bücher & <Hefte>", [0.1, 1e-300, -0.0, 3], null);
        SealedJson.Write(Path, value);
        Assert.Equal(JsonFile.Text(value), JsonFile.Text(SealedJson.Read<Shelf>(Path)));
    }

    [Fact]
    public void Read_AfterAnyFlippedBit_IsRefused()
    {
        SealedJson.Write(Path, new Shelf("books", [1, 2.5], "a note"));
        BitFlips.Each(Path, flip => Assert.True(Record.Exception(() => SealedJson.Read<Shelf>(Path)) is DamagedFileException, flip), count: 400);
        SealedJson.Read<Shelf>(Path);
    }

    [Fact]
    public void Read_WithoutASeal_IsForEarlierVersionsAlone()
    {
        JsonFile.Write(Path, new Shelf("books", [], null));
        Assert.Equal("books", SealedJson.Read<Shelf>(Path, isRequired: false).Name);
        Assert.Throws<DamagedFileException>(() => SealedJson.Read<Shelf>(Path));
    }

    private sealed record Shelf(string Name, double[] Lengths, string? Note);
}
