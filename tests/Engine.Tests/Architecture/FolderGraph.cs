using System.Reflection;
using System.Text;
using ArchUnitNET.Loader;
using Investigator.TestKit;

namespace Investigator.Architecture;

/// <summary>Which folders of an assembly use which, by the types in their namespaces.</summary>
/// <param name="Edges">A folder, one that it uses, and a pair of types as the proof.</param>
internal sealed record FolderGraph(IReadOnlyList<(string From, string To, string Proof)> Edges)
{
    /// <param name="assembly">The code.</param>
    /// <param name="root">Namespace above the folders.</param>
    /// <param name="folder">The folder of what follows the root in a namespace.</param>
    /// <param name="top">The place of a type that is in no folder, by its name.</param>
    public static FolderGraph Of(Assembly assembly, string root, Func<string, string> folder, Func<string, string> top)
    {
        string? Folder(ArchUnitNET.Domain.IType type) => type.Namespace?.FullName switch
        {
            { } name when name == root => top(type.Name),
            { } name when name.StartsWith(root + ".", StringComparison.Ordinal) => folder(name[(root.Length + 1)..]),
            _ => null,
        };
        var types = new ArchLoader().LoadAssemblies(assembly).Build().Types.ToList();
        var own = types.Select(type => type.FullName).ToHashSet();
        var edges =
            from type in types
            from dependency in type.Dependencies
            where own.Contains(dependency.Target.FullName)
            let pair = (From: Folder(type), To: Folder(dependency.Target))
            where pair.From is not null && pair.To is not null && pair.From != pair.To
            group $"{type.Name} -> {dependency.Target.Name}" by (From: pair.From!, To: pair.To!) into edge
            orderby edge.Key.From, edge.Key.To
            select (edge.Key.From, edge.Key.To, edge.First());
        return new FolderGraph([.. edges]);
    }

    /// <summary>First-level folders with a type that uses one of <paramref name="targets"/>, by full name.</summary>
    public static IReadOnlyList<string> Users(Assembly assembly, string root, IReadOnlyList<string> targets) =>
    [
        .. new ArchLoader().LoadAssemblies(assembly).Build().Types
            .Where(type => type.Dependencies.Any(d => targets.Contains(d.Target.FullName)))
            .Select(type => type.Namespace.FullName).Where(name => name.StartsWith(root + ".", StringComparison.Ordinal))
            .Select(name => First(name[(root.Length + 1)..])).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The first part of a namespace.</summary>
    public static string First(string name) => name.Split('.')[0];

    /// <summary>Folders directly in one of the repository's, by name; without what the build leaves there.</summary>
    public static IReadOnlyList<string> OnDisk(string path) =>
    [
        .. Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, path))
            .Where(static folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any()) // git knows no empty folder
            .Select(folder => Path.GetFileName(folder))
            .Where(name => name is not ("bin" or "obj")).Order(StringComparer.Ordinal),
    ];

    /// <summary>Uses that run against <paramref name="order"/>, in which a folder may use those before it alone.</summary>
    public IReadOnlyList<string> Against(IReadOnlyList<string> order)
    {
        int Place(string folder) => order.Index().Where(p => p.Item == folder).Select(p => p.Index).DefaultIfEmpty(-1).First();
        return [.. Edges.Where(e => Place(e.From) <= Place(e.To)).Select(e => $"{e.From} uses {e.To}: {e.Proof}")];
    }

    /// <summary>A line for each folder with all that it uses.</summary>
    public string Picture(IReadOnlyList<string> order)
    {
        var text = new StringBuilder();
        foreach (var folder in order)
        {
            var uses = order.Where(other => Edges.Any(e => e.From == folder && e.To == other)).ToList();
            text.Append(folder).Append(uses.Count == 0 ? "" : " -> ").AppendJoin(", ", uses).Append('\n');
        }

        return text.ToString();
    }
}
