using Investigator.Limits;
using Investigator.Storage;
using Investigator.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Investigator.App.Tests.Limits;

public sealed class UnsentAnswersTests : IDisposable
{
    private const long Large = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly DataFolder _data;
    private readonly HandClock _clock = new();
    private readonly LimitOptions _limits = new() { UnsentCount = 3, UnsentDiskBytes = 10, UnsentMemoryBytes = 10 };

    public UnsentAnswersTests() => _data = DataFolder.Open(_folder.Path);

    [Fact]
    public void Answer_ThatDoesNotFitBesideTheOthers_IsRefusedUntilTheOldestHadItsTime()
    {
        var unsent = Make(free: Large);
        var (first, second) = (new Connection(), new Connection());
        Assert.NotNull(unsent.TryBegin(first.Context, AnswerPlace.Disk, 6));
        _clock.Pass(TimeSpan.FromSeconds(1));
        Assert.NotNull(unsent.TryBegin(second.Context, AnswerPlace.Disk, 4));
        Assert.Null(unsent.TryBegin(new DefaultHttpContext(), AnswerPlace.Disk, 1));
        _clock.Pass(_limits.UnsentPatience);
        Assert.NotNull(unsent.TryBegin(new DefaultHttpContext(), AnswerPlace.Disk, 1));
        Assert.True(first.IsEnded);
        Assert.False(second.IsEnded);
    }

    [Fact]
    public void Answer_ThatWasTaken_LeavesItsRoom()
    {
        var unsent = Make(free: Large);
        var first = unsent.TryBegin(new DefaultHttpContext(), AnswerPlace.Memory, 10);
        Assert.NotNull(first);
        Assert.Null(unsent.TryBegin(new DefaultHttpContext(), AnswerPlace.Memory, 10));
        first.Dispose();
        Assert.NotNull(unsent.TryBegin(new DefaultHttpContext(), AnswerPlace.Memory, 10));
    }

    [Fact]
    public void Answers_OnDiskAndInMemory_HaveRoomOfTheirOwn()
    {
        var unsent = Make(free: Large);
        Assert.NotNull(unsent.TryBegin(new DefaultHttpContext(), AnswerPlace.Memory, 10));
        Assert.NotNull(unsent.TryBegin(new DefaultHttpContext(), AnswerPlace.Disk, 10));
    }

    [Fact]
    public void Answer_ThatIsAlone_HasRoomHoweverLargeItIs() => Assert.NotNull(Make(free: 0).TryBegin(new DefaultHttpContext(), AnswerPlace.Disk, Large));

    /// <summary>The limit of 10 bytes is not reached; the disk, of which these take 4 of 6, is.</summary>
    [Fact]
    public void Answers_OnASmallDisk_TakeHalfOfIt()
    {
        var unsent = Make(free: 2);
        Assert.NotNull(unsent.TryBegin(new DefaultHttpContext(), AnswerPlace.Disk, 2));
        Assert.Null(unsent.TryBegin(new DefaultHttpContext(), AnswerPlace.Disk, 2));
    }

    [Fact]
    public void Answers_HoweverSmall_AreCounted()
    {
        var unsent = Make(free: Large);
        for (var i = 0; i < _limits.UnsentCount; i++) Assert.NotNull(unsent.TryBegin(new DefaultHttpContext(), AnswerPlace.Memory, 1));
        Assert.Null(unsent.TryBegin(new DefaultHttpContext(), AnswerPlace.Memory, 1));
    }

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    private UnsentAnswers Make(long free) => new(_limits, _data, _clock, NullLogger<UnsentAnswers>.Instance) { Free = () => free };

    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public Connection() => Context.Features.Set<IHttpRequestLifetimeFeature>(this);

        public DefaultHttpContext Context { get; } = new();

        public bool IsEnded { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsEnded = true;
    }
}
