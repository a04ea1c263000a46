namespace Investigator.Engine.Features.Kinds;

/// <summary>Whether a kind takes a field.</summary>
internal enum FieldUse
{
    None,
    Optional,
    Required,
}
