namespace Investigator.Engine.Facts;

/// <summary>A value of an entity that very many accounts use: a carrier's or a campus' address, a shop's own card. It ties nobody and is no evidence.</summary>
internal static class PublicPlace
{
    /// <summary>Values that more accounts than this use, in the whole dataset, are public places.</summary>
    public const int MaxAccounts = 200;
}
