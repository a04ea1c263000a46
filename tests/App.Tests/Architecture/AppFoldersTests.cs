using Investigator.Architecture;
using Investigator.Storage;

namespace Investigator.App.Tests.Architecture;

public class AppFoldersTests
{
    private static readonly FolderGraph Graph = FolderGraph.Of(typeof(DataFolder).Assembly, "Investigator", FolderGraph.First, static _ => "Program");

    private static readonly FolderGraph Web = FolderGraph.Of(
        typeof(DataFolder).Assembly, "Investigator.Web", static name => name.Replace('.', '/'), static _ => "Links");

    /// <summary>A folder may use those before it.</summary>
    private static readonly string[] Order =
    [
        "Access", "Storage", "Audit", "Identity",
        "Settings", "Approvals", "Personal",
        "Outcomes", "Datasets", "Runs", "Findings", "Features", "Filters", "Rules", "Singles", "Selections", "Tags",
        "Transactions",
        "Map", "Dashboard", "Execution", "Protection", "Limits",
        "Web", "Api", "Commands", "Composition", "Program",
    ];

    /// <summary>Links, with the view of a grid that they carry, are at the top of the web's tree, in no folder.</summary>
    private static readonly string[] WebOrder =
    [
        "Links", "Controls", "Charts", "Pages/Transactions", "Pages/Findings", "Pages/Finding",
        "Pages/Dashboard", "Pages/Datasets", "Pages/Reading", "Pages/AddData",
        "Pages/Map", "Pages/Rules", "Pages/Singles", "Pages/Runs", "Pages/Tags", "Pages/Approvals", "Pages/Settings",
        "Pages/Audit", "Pages/Home", "Pages/NotFound", "Layout",
        "Pages/Account", "Pages/People",
    ];

    [Fact]
    public void Folders_OnDisk_AreThoseOfTheOrder()
    {
        Assert.Equal(Order.Except(["Program"]).Order(StringComparer.Ordinal), FolderGraph.OnDisk("src/App"));
        Assert.Equal(
            WebOrder.Except(["Links"]).Order(StringComparer.Ordinal),
            FolderGraph.OnDisk("src/App/Web").Where(f => f != "Pages")
                .Concat(FolderGraph.OnDisk("src/App/Web/Pages").Select(f => "Pages/" + f))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Folder_OfLaterFolders_KnowsNothing()
    {
        TestContext.Current.TestOutputHelper!.WriteLine(Graph.Picture(Order));
        var against = Graph.Against(Order);
        Assert.True(against.Count == 0, string.Join("\n", against));
    }

    [Fact]
    public void WebFolder_OfLaterFolders_KnowsNothing()
    {
        TestContext.Current.TestOutputHelper!.WriteLine(Web.Picture(WebOrder));
        var against = Web.Against(WebOrder);
        Assert.True(against.Count == 0, string.Join("\n", against));
    }

    /// <summary>Pages, endpoints and commands are three doors into the same slices: none goes through another.</summary>
    [Fact]
    public void WebApiAndCommands_OfEachOther_KnowNothing()
    {
        string[] doors = ["Web", "Api", "Commands"];
        Assert.DoesNotContain(Graph.Edges, e => doors.Contains(e.From) && doors.Contains(e.To));
    }

    [Fact]
    public void Registration_OfServicesAndEndpoints_IsInCompositionAlone()
    {
        string[] registering =
        [
            "Microsoft.Extensions.DependencyInjection.IServiceCollection", "Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions",
            "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder", "Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions",
        ];
        Assert.Equal(["Composition"], FolderGraph.Users(typeof(DataFolder).Assembly, "Investigator", registering));
    }
}
