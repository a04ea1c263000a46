using Investigator.Access;
using Investigator.TestKit;

namespace Investigator.App.Tests.Rights;

/// <summary>The README says who may do what as the policy does.</summary>
public sealed class AccessTableTests
{
    private const string Heading = "## Who may do what";

    [Fact]
    public async Task Readme_TableOfRights_IsThatOfThePolicy()
    {
        var readme = await File.ReadAllLinesAsync(Path.Combine(SourceTree.Root, "src", "App", "README.md"), TestContext.Current.CancellationToken);
        var section = readme.SkipWhile(static line => line != Heading).Skip(1).TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal));
        var table = string.Join('\n', section.SkipWhile(static line => !line.StartsWith('|')).TakeWhile(static line => line.StartsWith('|')));

        var right = string.Join('\n', Table());

        Assert.True(table == right, $"The table under '{Heading}' in src/App/README.md is not the policy's. Put this in its place:\n{right}");
    }

    private static IEnumerable<string> Table()
    {
        var roles = Enum.GetValues<Role>();
        yield return Row("to", roles.Select(PermissionWords.Of));
        yield return Row("---", roles.Select(static _ => ":-:"));
        foreach (var permission in Enum.GetValues<Permission>())
        {
            yield return Row(PermissionWords.Of(permission), roles.Select(role => AccessPolicy.RolesWith(permission).Contains(role) ? "yes" : ""));
        }
    }

    private static string Row(string first, IEnumerable<string> cells) => $"| {first} | {string.Join(" | ", cells)} |";
}
