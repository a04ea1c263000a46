using Investigator.Tags;

namespace Investigator.Web.Controls;

/// <summary>What was chosen in <see cref="TagDialog"/>.</summary>
internal sealed record TagChoice(string Word, TagKind Kind, string Color);
