namespace Investigator.Protection;

/// <summary>Says which words a text in a page's address may be: the names of an enum, in whatever case. Another is told as such, and narrows nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(Type names) : Attribute
{
    public Type Names => names;
}
