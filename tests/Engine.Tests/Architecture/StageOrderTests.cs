using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;

namespace Investigator.Engine.Tests.Architecture;

public class StageOrderTests
{
    private static readonly ArchUnitNET.Domain.Architecture Engine = new ArchLoader().LoadAssemblies(typeof(Pipeline).Assembly).Build();

    private static readonly string[] Way = ["Ingest", "Sequences", "Facts", "Embedding", "Features", "Space", "Neighbors", "Hierarchy", "Clusters", "Projection", "Risk", "Rules", "Narratives", "Runs"];

    public static TheoryData<string, string> LaterStages()
    {
        var pairs = new TheoryData<string, string>();
        for (var i = 0; i < Way.Length; i++)
        {
            for (var j = i + 1; j < Way.Length; j++) pairs.Add(Way[i], Way[j]);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(LaterStages))]
    public void Stage_OfALaterStage_KnowsNothing(string stage, string later) =>
        ArchRuleDefinition.Types().That().ResideInNamespaceMatching($@"^Investigator\.Engine\.{stage}(\..*)?$")
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching($@"^Investigator\.Engine\.{later}(\..*)?$")
            .WithoutRequiringPositiveResults().Check(Engine);

    [Fact]
    public void Engine_Whole_KnowsNothingOfTheWebOrTheStore()
    {
        string[] foreign = ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "MudBlazor"];
        Assert.DoesNotContain(typeof(Pipeline).Assembly.GetReferencedAssemblies(), a => foreign.Any(f => a.Name!.StartsWith(f, StringComparison.Ordinal)));
    }
}
