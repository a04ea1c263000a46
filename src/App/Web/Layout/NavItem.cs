using Investigator.Access;
using MudBlazor;

namespace Investigator.Web.Layout;

/// <summary>A main page: its place in the navigation and its key after <c>g</c>.</summary>
internal sealed record NavItem(string Key, string Name, string Href, string Icon, Permission Needs = Permission.ViewResults)
{
    public static IReadOnlyList<NavItem> All { get; } =
    [
        new("h", "Home", Links.Home, Icons.Material.Outlined.Home),
        new("d", "Datasets", Links.Datasets, Icons.Material.Outlined.Storage),
        new("r", "Runs", Links.Runs, Icons.Material.Outlined.PlayCircle),
        new("f", "Findings", Links.FindingsPath, Icons.Material.Outlined.Workspaces),
        new("s", "Singles", Links.SinglesPath, Icons.Material.Outlined.PersonSearch),
        new("m", "Map", Links.MapPath, Icons.Material.Outlined.BubbleChart),
        new("u", "Rules", Links.RulesPath, Icons.Material.Outlined.Rule),
        new("t", "Tags", Links.TagsPath, Icons.Material.Outlined.Label),
        new("b", "Dashboard", Links.DashboardPath, Icons.Material.Outlined.Dashboard),
        new("v", "Approvals", Links.ApprovalsPath, Icons.Material.Outlined.FactCheck, Permission.OwnAccount),
        new("a", "Audit", Links.AuditPath, Icons.Material.Outlined.ReceiptLong, Permission.ReadAudit),
        new("e", "Policy", Links.SettingsPath, Icons.Material.Outlined.Tune),
        new("p", "People", Links.PeoplePath, Icons.Material.Outlined.Group, Permission.ManagePeople),
    ];

    /// <summary>Those that the person may see.</summary>
    public static IEnumerable<NavItem> For(Actor actor) => All.Where(item => actor.May(item.Needs));
}
