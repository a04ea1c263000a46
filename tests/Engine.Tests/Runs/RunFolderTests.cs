using System.Text.Json.Nodes;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private RunFolder Folder => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Record_WithKeysOfAnotherVersion_IsRead()
    {
        WriteRecord(json =>
        {
            json["reviewed_by"] = "someone";
            json["options"]!["clusters"]!["a_new_option"] = 3;
            json["stages"]![0]!["watts"] = 12;
            json.Remove("notes");
            json.Remove("device");
        });

        var record = Folder.ReadRecord();

        Assert.Equal(("shop", 600, 7), (record.Dataset, record.Transactions, record.Options.Clusters.MinClusterSize));
        Assert.Empty(record.Notes);
        Assert.Equal("", record.Device);
    }

    [Fact]
    public void Record_WithoutFormat_IsOfTheFirstAndUpgraded()
    {
        WriteRecord(json => json.Remove("format"));
        Assert.Equal(RunFolder.CurrentFormat, Folder.ReadRecord().Format);
    }

    [Fact]
    public void Record_OfANewerFormat_IsRefusedInWords()
    {
        WriteRecord(json => json["format"] = RunFolder.CurrentFormat + 1);
        var error = Assert.Throws<InputException>(() => Folder.ReadRecord());
        Assert.Contains("newer version of Investigator", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Retention.Results)]
    [InlineData(Retention.Explain)]
    [InlineData(Retention.All)]
    public void Keep_Level_DropsTheFilesAboveItAndEveryCheckpoint(Retention level)
    {
        StoredFile[] checkpoints = [KnownFiles.Work, KnownFiles.StageMark(StageNames.Risk), KnownFiles.TrainingCheckpoint, KnownFiles.TrainingNumbers(1)];
        foreach (var file in KnownFiles.OfRun.Concat(checkpoints)) File.WriteAllText(file.In(_folder.Path), "");
        File.WriteAllText(_folder.File("a colleague's notes.txt"), "");
        File.WriteAllText(Path.Combine(OwnedFolder.Make(_folder.File("scratch")).Path, "spilled"), "");
        Directory.CreateDirectory(_folder.File("a colleague's folder"));

        Folder.Keep(level);

        Assert.Equal([_folder.File("a colleague's folder")], Directory.GetDirectories(_folder.Path));

        var expected = KnownFiles.OfRun.Where(f => f.Level <= level).Select(f => f.Name).Append("a colleague's notes.txt").Order();
        Assert.Equal(expected, Directory.GetFiles(_folder.Path).Select(f => Path.GetFileName(f)!).Order());
    }

    [Fact]
    public void Downloads_OfAnyFolder_NameEachFileOnceAndSayWhatItIs()
    {
        Assert.Equal(KnownFiles.OfRun.Count, KnownFiles.OfRun.Select(f => f.Name).Distinct().Count());
        Assert.All(KnownFiles.OfRun, f => Assert.Equal(f.Level == Retention.Results, f.IsDownload));
        Assert.Null(RunFolder.FindDownload(KnownFiles.Attention.Name));
        Assert.Null(RunFolder.FindDownload("../investigator.db"));
    }

    [Fact]
    public void Answers_ChoiceLeftOpen_TakesWhatWasChosenAndNothingElse()
    {
        WriteRecord(static json => json["options"]!["neighbors"]!["mode"] = "approximate");
        var record = new RunFolder(_folder.Path).ReadRecord();
        var asked = record.Options with { Neighbors = record.Options.Neighbors with { Mode = NeighborMode.Auto } };
        Assert.True(record.Answers(asked));
        Assert.True(record.Answers(record.Options));
        Assert.False(record.Answers(asked with { Neighbors = asked.Neighbors with { Mode = NeighborMode.Exact } }));
        Assert.False(record.Answers(asked with { Neighbors = asked.Neighbors with { K = 30 } }));
        Assert.False(record.Answers(asked with { Seed = 2 }));
    }

    private void WriteRecord(Action<JsonObject> change)
    {
        var options = new RunOptions();
        var record = new RunRecord
        {
            Dataset = "shop",
            Fingerprint = "f",
            Options = options with { Clusters = options.Clusters with { MinClusterSize = 7 } },
            Seed = 1,
            AsOf = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc),
            Device = "cpu",
            Versions = new Dictionary<string, string>(),
            Stages = [new StageRecord(StageNames.Risk, 1, 600, 1)],
            Transactions = 600,
            Events = 0,
            Rejects = 0,
            Clusters = 0,
            Findings = 0,
            RiskyFindings = 0,
            Noise = 600,
            Notes = [],
            PeakBytes = 1,
        };
        var json = JsonNode.Parse(JsonFile.Text(record))!.AsObject();
        change(json);
        File.WriteAllText(KnownFiles.Record.In(_folder.Path), json.ToJsonString());
    }
}
