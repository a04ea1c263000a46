using Investigator.Identity.Passwords;

namespace Investigator.App.Tests.Identity;

public class GuessingTests
{
    private static readonly string[] Own = ["Ada Lovelace", "a.lovelace"];

    [Theory]
    [InlineData("password1234")]
    [InlineData("P@ssw0rd2026!")]
    [InlineData("passwordpassword")]
    [InlineData("$ecretpassword")]
    [InlineData("Welcome-2026!!")]
    [InlineData("we1come123456")]
    [InlineData("summer2024winter")]
    [InlineData("qwertyuiop12")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("lkjhgfdsa9876")]
    [InlineData("abcdefghijkl")]
    [InlineData("987654321098")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("121212121212")]
    [InlineData("19841984-2026")]
    [InlineData("Investigator1!")]
    [InlineData("investigator-abc")]
    [InlineData("AdaLovelace99!")]
    [InlineData("lovelace-2026")]
    [InlineData("correcthorsebatterystaple")]
    public void Password_ThatIsTriedFirst_IsRefused(string password) => Assert.True(Guessing.IsGuessed(password, Own));

    [Theory]
    [InlineData("four quiet herons wade")]
    [InlineData("annapurna at dawn")]
    [InlineData("Zk7#pq9vLmT2")]
    [InlineData("kettle gravel moth")]
    [InlineData("лодка у старой пристани")]
    [InlineData("823914705518")]
    [InlineData("my password is a brass kettle")]
    public void Password_ThatTakesLonger_IsTaken(string password) => Assert.False(Guessing.IsGuessed(password, Own));

    [Fact]
    public void Words_OfTheList_AreManyAndPlain()
    {
        Assert.True(GuessedWords.All.Count > 350, $"{GuessedWords.All.Count} words");
        Assert.All(GuessedWords.All, static word => Assert.All(word, static c => Assert.InRange(c, 'a', 'z')));
    }
}
