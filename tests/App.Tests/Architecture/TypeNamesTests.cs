using System.Reflection;
using System.Runtime.CompilerServices;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Web.Controls;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Investigator.App.Tests.Architecture;

public class TypeNamesTests
{
    [Fact]
    public void Names_OfAllTypes_AreNoPluralsOfOneAnother()
    {
        var names = TypesOf(typeof(Pipeline).Assembly).Concat(TypesOf(typeof(Format).Assembly)).ToHashSet(StringComparer.Ordinal);
        Assert.Contains(nameof(StoredFile), names);
        Assert.Contains(nameof(Format), names);
        Assert.Equal("", string.Join(", ", names.Where(n => names.Contains(n + "s") || names.Contains(Wording.Many(n))).Order(StringComparer.Ordinal)));
    }

    /// <summary>Names as the source has them, nested types included, without the number of type parameters. The database's migrations are
    /// named after tables.</summary>
    private static IEnumerable<string> TypesOf(Assembly assembly) => assembly.GetTypes()
        .Where(static t => !typeof(Migration).IsAssignableFrom(t) && !t.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            && !t.Name.Contains('<', StringComparison.Ordinal))
        .Select(static t => t.Name.Split('`')[0]);
}
