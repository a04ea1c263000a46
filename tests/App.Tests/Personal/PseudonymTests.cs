using Investigator.Engine.Core;
using Investigator.Personal;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Personal;

public class PseudonymTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(static i => (byte)i)];

    [Fact]
    public void Pseudonym_OfEqualValues_IsTheSameInOneColumnAlone()
    {
        Assert.Equal(Pseudonym.Of(Key, "ip", "10.0.0.1"), Pseudonym.Of(Key, "ip", "10.0.0.1"));
        Assert.NotEqual(Pseudonym.Of(Key, "ip", "10.0.0.1"), Pseudonym.Of(Key, "ip", "10.0.0.2"));
        Assert.NotEqual(Pseudonym.Of(Key, "ip", "10.0.0.1"), Pseudonym.Of(Key, "device", "10.0.0.1"));
        Assert.NotEqual(Pseudonym.Of(Key, "ip", "10.0.0.1"), Pseudonym.Of([.. Key.Reverse()], "ip", "10.0.0.1"));
    }

    [Fact]
    public void Pseudonym_OfTwoHundredThousandValues_NoneIsMetTwice()
    {
        var made = Enumerable.Range(0, 200_000).Select(static i => Pseudonym.Of(Key, "account", $"c{i}")).ToList();

        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.All(made.Take(1000), static p => Assert.True(Pseudonym.Is(p), p));
    }

    [Theory]
    [InlineData("~7F3K9-2QX8M", true)]
    [InlineData("~7F3K9-2QX8", false)]
    [InlineData("7F3K9-2QX8MM", false)]
    [InlineData("~7F3K9~2QX8M", false)]
    [InlineData("~7f3k9-2qx8m", false)]
    [InlineData("~7F3K9-2QXUM", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Pseudonym_ByItsForm_IsTold(string? text, bool isOne) => Assert.Equal(isOne, Pseudonym.Is(text));

    [Fact]
    public void Key_OfADataFolder_IsMadeOnceAndStays()
    {
        using var temp = new TempFolder();
        using var data = DataFolder.Open(temp.Path);

        var first = new PersonalKey(data).For("x");

        Assert.Equal(first, new PersonalKey(data).For("x"));
        Assert.NotEqual(first, new PersonalKey(data).For("y"));
        Assert.Equal(new PersonalKey(data).SubjectOf("c1"), new PersonalKey(data).SubjectOf("c1"));
        Assert.NotEqual(new PersonalKey(data).SubjectOf("c1"), new PersonalKey(data).SubjectOf("c2"));
    }

    [Fact]
    public void Key_CutShort_IsRefusedWithWhatToDo()
    {
        using var temp = new TempFolder();
        using var data = DataFolder.Open(temp.Path);
        File.WriteAllBytes(Path.Combine(temp.Path, "personal.key"), [1, 2, 3]);

        var error = Assert.Throws<InputException>(() => new PersonalKey(data).For("x"));

        Assert.Contains("backup", error.Message, StringComparison.Ordinal);
    }
}
