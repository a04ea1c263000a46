using System.Text.RegularExpressions;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Architecture;

public partial class StoredNamesTests
{
    /// <summary>Where names may stand: the lists themselves.</summary>
    private static readonly string[] Lists = ["KnownFiles.cs", "DatasetFolder.cs"];

    [Fact]
    public void Source_OutsideTheLists_NamesNoStoredFile()
    {
        var dataset = new DatasetFolder("");
        var names = KnownFiles.OfRun.SelectMany(f => new[] { f.Name, f.FormerName }).OfType<string>()
            .Concat([dataset.Description, dataset.Transactions, dataset.Events, dataset.Rejects, KnownFiles.ClusterModel.Name, KnownFiles.Work.Name])
            .ToHashSet();
        var sources = Sources();

        var strays = sources.Where(f => !Lists.Contains(Path.GetFileName(f)))
            .SelectMany(f => Literal().Matches(File.ReadAllText(f)).Select(m => (File: Path.GetFileName(f), Text: m.Groups[1].Value)))
            .Where(l => names.Contains(l.Text));

        Assert.Empty(strays);
        Assert.All(Lists, list => Assert.Contains(sources, f => Path.GetFileName(f) == list));
    }

    private static string[] Sources()
    {
        string[] kinds = ["*.cs", "*.razor"];
        string[] built = [Inside("obj"), Inside("bin")];
        var source = Path.Combine(SourceTree.Root, "src");
        return
        [
            .. kinds.SelectMany(kind => Directory.GetFiles(source, kind, SearchOption.AllDirectories))
                .Where(file => !built.Any(folder => file.Contains(folder, StringComparison.Ordinal))),
        ];

        static string Inside(string folder) => Path.DirectorySeparatorChar + folder + Path.DirectorySeparatorChar;
    }

    [GeneratedRegex("\"([^\"\\n]*)\"")]
    private static partial Regex Literal();
}
