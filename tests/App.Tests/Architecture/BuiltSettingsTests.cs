using System.Text.Json;

namespace Investigator.App.Tests.Architecture;

/// <summary>What the build makes of the project's settings: a property of a wrong name says nothing.</summary>
public class BuiltSettingsTests
{
    [Fact]
    public void App_AsBuilt_UsesTheWorkstationCollectorAndConservesMemory()
    {
        using var built = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Investigator.runtimeconfig.json")));
        var settings = built.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");

        Assert.False(settings.GetProperty("System.GC.Server").GetBoolean());
        Assert.Equal(7, settings.GetProperty("System.GC.ConserveMemory").GetInt32());
    }
}
