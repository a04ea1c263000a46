using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Investigator.Engine.Core;

/// <summary>Checks the options of one stage. A message names the option as an options file spells it: <c>max_length</c>, not <c>MaxLength</c>.</summary>
/// <param name="Stage">What the options belong to, as a message says it: <c>sequence</c>.</param>
public readonly record struct OptionCheck(string Stage)
{
    /// <summary>Both ends are allowed; NaN never is.</summary>
    /// <exception cref="InputException">The value lies outside.</exception>
    public void Between(double value, double low, double high, [CallerArgumentExpression(nameof(value))] string option = "") =>
        Require(value >= low && value <= high, value, string.Create(CultureInfo.InvariantCulture, $"{low} to {high}"), option);

    /// <exception cref="InputException">The value is smaller, NaN or infinite.</exception>
    public void AtLeast(double value, double low, [CallerArgumentExpression(nameof(value))] string option = "") =>
        Require(value >= low && double.IsFinite(value), value, string.Create(CultureInfo.InvariantCulture, $"{low} or more"), option);

    /// <param name="holds">Whether the value may be used.</param>
    /// <param name="value">The option's value; give the property itself, from which the name is taken.</param>
    /// <param name="expected">What may be used.</param>
    /// <param name="option">Filled in by the compiler.</param>
    /// <exception cref="InputException"><paramref name="holds"/> is false.</exception>
    public void Require(bool holds, object? value, string expected, [CallerArgumentExpression(nameof(value))] string option = "")
    {
        if (holds) return;
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(option);
        throw new InputException($"the {Stage} option {name} is out of range", value: string.Create(CultureInfo.InvariantCulture, $"{value}"),
            expected: expected);
    }
}
