using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Runs;

public sealed class StageCheckpointsTests : IDisposable
{
    private static readonly string[] Stages = [StageNames.Sequences, StageNames.Facts, StageNames.Embedding];

    private readonly TempFolder _folder = new();

    private string Work => _folder.File("work");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_AfterEveryStage_ReadsThemAllBack()
    {
        Assert.Equal(Stages, Go());
        Assert.Empty(Go());
    }

    /// <summary>A power cut leaves names without contents, for a stage's file or for its mark; a bad disk leaves a bit.</summary>
    [Theory]
    [InlineData("facts.npy")]
    [InlineData("stage-facts.json")]
    public void Run_WithAFileThatIsNotAsAStageWroteIt_DoesTheStageAndThoseAfterItAgain(string file)
    {
        Go();
        File.WriteAllBytes(Path.Combine(Work, file), []);
        Assert.Equal(Stages[1..], Go());
        BitFlips.Each(Path.Combine(Work, file), flip =>
        {
            Assert.True(Go().SequenceEqual(Stages[1..]), flip);
            Assert.Equal("facts", File.ReadAllText(Path.Combine(Work, "facts.npy")));
        }, count: 5);
    }

    /// <summary>What a kill in the middle of the first writes into a folder leaves.</summary>
    [Theory]
    [InlineData("work.json.new")]
    [InlineData(".investigator.new")]
    [InlineData(".investigator.new", "work.json.new")]
    [InlineData(".investigator", "work.json.new")]
    public void Open_AnOpeningThatWasNotFinished_IsAnEmptyFolder(params string[] left)
    {
        var marked = left.Contains(OwnedFolder.MarkerName);
        Directory.CreateDirectory(Work);
        if (marked) OwnedFolder.Make(Work);
        foreach (var name in left.Except([OwnedFolder.MarkerName])) File.WriteAllText(Path.Combine(Work, name), "{ \"data");

        Assert.True(OwnedFolder.IsVacant(Work));
        Assert.Equal(Stages, Go());
        Assert.Empty(Directory.GetFiles(Work, "*.new"));
    }

    /// <returns>Stages that were done and not read back.</returns>
    private List<string> Go()
    {
        var done = new List<string>();
        var stages = StageCheckpoints.Open(Work, Data, new RunOptions(), new StageContext());
        foreach (var stage in Stages)
        {
            var file = Path.Combine(Work, stage + ".npy");
            var text = stages.Run(stage, 1, () => Make(stage), made => File.WriteAllText(file, made), () => File.ReadAllText(file));
            Assert.Equal(stage, text);
        }

        return done;

        string Make(string stage)
        {
            done.Add(stage);
            return stage;
        }
    }

    private static Dataset Data { get; } = new()
    {
        Name = "shop",
        Fingerprint = "f",
        Mapping = new Mapping { Transactions = new TransactionMapping { Id = "id", Account = "account", Time = "time" } },
        TransactionCount = 1,
        EventCount = 0,
        RejectCount = 0,
        From = default,
        To = default,
        Entities = [],
        Attributes = [],
        Quality = [],
    };
}
