using Investigator.Access;

namespace Investigator.Storage.Database;

/// <summary>A row that someone made. <see cref="ActorInterceptor"/> fills it in when the row is first saved, so a handler need not.</summary>
public interface IHasCreator
{
    /// <summary><see cref="Actor.Id"/>.</summary>
    string CreatedBy { get; set; }
}
