namespace Investigator.Protection;

/// <summary>Marks a page whose scripts make functions from text, which browsers run only where <c>unsafe-eval</c> stands in the policy.</summary>
/// <remarks>Only the map needs it: Plotly's drawing with WebGL compiles its shaders' callers. The small bundle of the other charts does not.</remarks>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AllowsCompiledScriptAttribute : Attribute;
