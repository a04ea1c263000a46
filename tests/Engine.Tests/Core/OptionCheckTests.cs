using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tests.Core;

/// <summary>Every numeric option of every stage, set to what no option allows.</summary>
public class OptionCheckTests
{
    /// <summary>Every number is a seed.</summary>
    private static readonly string[] Free = ["RunOptions.Seed", "SimulationOptions.Seed"];

    public static TheoryData<string, string> NumericOptions()
    {
        var options = new TheoryData<string, string>();
        foreach (var type in Stages())
        {
            foreach (var property in type.GetProperties()
                .Where(p => p.CanWrite && Wrong(p.PropertyType) is not null && !Free.Contains($"{type.Name}.{p.Name}")))
            {
                options.Add(type.FullName!, property.Name);
            }
        }

        return options;
    }

    [Theory]
    [MemberData(nameof(NumericOptions))]
    public void Validate_ValueOutOfRange_NamesTheOptionAsTheFileSpellsIt(string stage, string option)
    {
        var type = typeof(RunOptions).Assembly.GetType(stage, throwOnError: true)!;
        var property = type.GetProperty(option)!;
        var options = Activator.CreateInstance(type)!;
        property.SetValue(options, Wrong(property.PropertyType));
        var thrown = Assert.IsType<InputException>(Assert.Throws<TargetInvocationException>(() => type.GetMethod("Validate")!.Invoke(options,
            [])).InnerException);
        Assert.Contains($" option {JsonNamingPolicy.SnakeCaseLower.ConvertName(option)} ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"found '{property.GetValue(options)}'"), thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NumericOptions_OfTheEngine_AreFoundInEveryStage() =>
        Assert.Equal(Stages().Count(), NumericOptions().Select(row => row.Data.Item1).Distinct().Count());

    [Fact]
    public void Validate_TwoWordOption_IsSpeltWithAnUnderscore()
    {
        var message = Assert.Throws<InputException>(new RunOptions { Sequences = new() { MaxLength = 0 } }.Validate).Message;
        Assert.Equal("the sequence option max_length is out of range; found '0'; expected 1 or more.", message);
    }

    private static IEnumerable<Type> Stages() =>
        typeof(RunOptions).Assembly.GetTypes().Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal) && t.GetMethod("Validate", []) is not null);

    private static object? Wrong(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(int) => -1,
        var t when t == typeof(long) => -1L,
        var t when t == typeof(double) => double.NaN,
        var t when t == typeof(TimeSpan) => TimeSpan.FromSeconds(-1),
        _ => null,
    };
}
