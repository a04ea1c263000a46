namespace Investigator.Engine.Features.Catalog;

/// <summary>Whether a kind takes a field.</summary>
internal enum FieldUse
{
    None,
    Optional,
    Required,
}
