using Investigator.Engine.Facts;

namespace Investigator.Engine.Rules;

/// <summary>What an account's payments serve.</summary>
public enum AccountPart
{
    /// <summary>Rules are learned on them.</summary>
    Learn,

    /// <summary>Rules are chosen by them.</summary>
    Choose,

    /// <summary>Nothing is learned or chosen by them: what rules do there is shown.</summary>
    Measure,
}

/// <summary>
/// Accounts in three parts by <see cref="AccountHash"/>, over the whole period. A ring lasts hours or days, so a division by calendar leaves nothing to
/// measure; an account's payments are alike, so a division by payment measures what was learned by heart.
/// </summary>
/// <param name="Choose">Hash from which on accounts are chosen by, 1 to 255.</param>
/// <param name="Measure">Hash from which on they are measured on, more than <paramref name="Choose"/>.</param>
public sealed record AccountShares(int Choose, int Measure)
{
    public static AccountShares Of(RuleOptions options)
    {
        var choose = Math.Clamp((int)Math.Round(256 * options.LearnShare), 1, 254);
        return new(choose, Math.Clamp((int)Math.Round(256 * (options.LearnShare + options.ChooseShare)), choose + 1, 255));
    }

    public AccountPart Of(byte hash) => hash < Choose ? AccountPart.Learn : hash < Measure ? AccountPart.Choose : AccountPart.Measure;
}
