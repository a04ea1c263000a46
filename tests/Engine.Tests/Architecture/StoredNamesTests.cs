using System.Text.RegularExpressions;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Integrity;
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

    /// <summary>
    /// A stored file is read where <see cref="CheckedFiles"/> says, which compares it with its folder's manifest, and not where it was written.
    /// </summary>
    [Fact]
    public void Source_ReadingAStoredFile_AsksForItChecked()
    {
        var readers = Sources().SelectMany(f => Unchecked().Matches(File.ReadAllText(f)).Select(m => $"{Path.GetFileName(f)}: {m.Value}"));
        Assert.Equal("", string.Join("\n", readers));
        Assert.Matches(Unchecked(), "StoredJson.Read<List<FindingRule>>(KnownFiles.Rules.In(folder.Path))");
        Assert.Matches(Unchecked(), "Sql.Parquet(KnownFiles.Members.Find(Path)");
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

    [GeneratedRegex(@"((StoredJson|JsonFile|NpyFile)\.Read\w*(<[\w<>\[\]]+>)?|Parquet)\(\s*(KnownFiles\.\w+|file)\.(In|Find)\(")]
    private static partial Regex Unchecked();

    [GeneratedRegex("\"([^\"\\n]*)\"")]
    private static partial Regex Literal();
}
