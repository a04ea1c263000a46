using System.Globalization;
using Investigator.Identity.Passwords;
using Microsoft.AspNetCore.Identity;

namespace Investigator.Identity;

/// <summary>Why a form of an account did not go through: a code that a page's address can carry, and its words.</summary>
internal static class AccountProblem
{
    public const string TooShort = "short";
    public const string TooLong = "long";
    public const string Guessed = "guessed";
    public const string Differs = "differs";
    public const string NameTaken = nameof(IdentityErrorDescriber.DuplicateUserName);
    public const string NameUnusable = nameof(IdentityErrorDescriber.InvalidUserName);
    public const string NameMissing = "name";
    public const string Passkey = "passkey";
    public const string NoRole = "role";

    /// <summary>Longest name that is kept of anybody.</summary>
    public const int LongestName = 100;

    /// <param name="code">From an address, so it may be anything.</param>
    public static string Words(string code) => code switch
    {
        TooShort => string.Create(
            CultureInfo.InvariantCulture, $"The password is too short: it needs at least {PasswordRules.Shortest} characters. Four words make a good one."),
        TooLong => string.Create(CultureInfo.InvariantCulture, $"The password is too long: it may have at most {PasswordRules.Longest} characters."),
        Guessed => "This password is among the first that somebody would guess: common words, rows of keys, repeats, years and your own names add little. "
            + "Four words that have nothing to do with each other make a good one.",
        Differs => "The two passwords are not the same. Type both again.",
        NameTaken => "Somebody has this user name already. Choose another.",
        NameUnusable or NameMissing => string.Create(
            CultureInfo.InvariantCulture, $"A name and a user name are needed, of at most {LongestName} characters each, without line breaks."),
        NoRole => "You have an account here, but no role that is in force. Ask an administrator for one.",
        Passkey => "The passkey could not be used. Try again, or sign in another way.",
        _ => "That did not go through. Try again.",
    };

    /// <returns>Null for a name that can be kept.</returns>
    public static string? OfName(string? name) =>
        string.IsNullOrWhiteSpace(name) || name.Trim().Length > LongestName || name.Any(char.IsControl) ? NameMissing : null;
}
