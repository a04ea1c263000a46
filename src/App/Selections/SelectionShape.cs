using System.Text.Json.Serialization;
using Investigator.Engine.Rules;

namespace Investigator.Selections;

/// <summary>How transactions were picked; resolved to rows on the server, once.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "shape")]
[JsonDerivedType(typeof(PolygonShape), "polygon")]
[JsonDerivedType(typeof(BoxShape), "box")]
[JsonDerivedType(typeof(FindingShape), "finding")]
[JsonDerivedType(typeof(ClusterShape), "cluster")]
[JsonDerivedType(typeof(ConditionShape), "conditions")]
public abstract record SelectionShape;

/// <summary>A lasso on the map: corners in data coordinates, closed by itself.</summary>
public sealed record PolygonShape(IReadOnlyList<double> X, IReadOnlyList<double> Y) : SelectionShape;

/// <summary>A rectangle on the map, its edges included.</summary>
public sealed record BoxShape(double X0, double X1, double Y0, double Y1) : SelectionShape;

/// <summary>All members of one finding; -1 is noise.</summary>
public sealed record FindingShape(int Finding) : SelectionShape;

/// <summary>All members of one cluster; -1 is noise.</summary>
public sealed record ClusterShape(int Cluster) : SelectionShape;

/// <summary>Transactions that meet every condition, on features or on what the run knows of them.</summary>
public sealed record ConditionShape(IReadOnlyList<RuleExpression> Conditions) : SelectionShape;
