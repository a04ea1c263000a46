using Investigator.Architecture;

namespace Investigator.Engine.Tests.Architecture;

public class EngineFoldersTests
{
    private static readonly FolderGraph Graph = FolderGraph.Of(
        typeof(Pipeline).Assembly,
        "Investigator.Engine",
        FolderGraph.First,
        static type => type == "Pipeline" ? type : "RunOptions");

    /// <summary>
    /// In the order of a run: a folder may use those before it. RunOptions (with its file's reader) and Pipeline are the two at the top of the tree,
    /// in no folder.
    /// </summary>
    private static readonly string[] Order =
    [
        "Core", "Tables", "Integrity", "Devices", "VectorSearch", "Ingest", "Simulation", "Sequences", "Facts", "Embedding", "Features", "Space", "Neighbors",
        "Hierarchy", "Clusters", "Projection", "Risk", "Findings", "Singles", "Rules", "Narratives", "RunOptions", "Runs", "Pipeline",
    ];

    [Fact]
    public void Folders_OnDisk_AreThoseOfTheOrder() =>
        Assert.Equal(Order.Except(["RunOptions", "Pipeline"]).Order(StringComparer.Ordinal), FolderGraph.OnDisk("src/Engine"));

    [Fact]
    public void Folder_OfLaterFolders_KnowsNothing()
    {
        TestContext.Current.TestOutputHelper!.WriteLine(Graph.Picture(Order));
        var against = Graph.Against(Order);
        Assert.True(against.Count == 0, string.Join("\n", against));
    }

    [Fact]
    public void Simulation_Apart_IsUsedByNoStage()
    {
        Assert.All(Graph.Edges.Where(e => e.From == "Simulation"), e => Assert.Contains(e.To, (string[])["Core", "Tables", "Ingest"]));
        Assert.DoesNotContain(Graph.Edges, e => e.To == "Simulation");
    }

    [Fact]
    public void Engine_Whole_KnowsNothingOfTheWebOrTheStore()
    {
        string[] foreign = ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "MudBlazor"];
        Assert.DoesNotContain(typeof(Pipeline).Assembly.GetReferencedAssemblies(), a => foreign.Any(f => a.Name!.StartsWith(f, StringComparison.Ordinal)));
    }
}
