namespace Investigator.Storage.Database;

/// <summary>A row about one person.</summary>
public interface IOfPerson
{
    /// <summary>Whose key its personal values are kept under: an account's id.</summary>
    string PersonId { get; }
}
