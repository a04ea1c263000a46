using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Hostile;

/// <summary>Uploads: what they are called, how much they may take, and when they go.</summary>
public sealed class UploadTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DataFolder _data;
    private readonly HandClock _clock = new(TimeProvider.System.GetUtcNow());

    public UploadTests() => _data = DataFolder.Open(_folder.Path);

    public static TheoryData<string, string> Names => new()
    {
        { "../../investigator.csv", "investigator.csv" },
        { "C:\\temp\\shop.csv", "shop.csv" },
        { "a\r\nb\tc.csv", "abc.csv" },
        { "pay\u202Egpj\u2066\u200E.csv", "paygpj.csv" },
        { "\u001b[31mred.csv", "31mred.csv" },
        { "[a]*?.csv", "a.csv" },
        { "..investigator.csv", "investigator.csv" },
        { "trans.asc", "trans.asc" },
        { "PAYMENTS.2026-03", "PAYMENTS.2026-03" },
        { "payments", "payments" },
        { new string('n', 400) + ".csv.gz", new string('n', 113) + ".csv.gz" },
        { new string('漢', 400) + ".csv", new string('漢', 65) + ".csv" },
        { string.Concat(Enumerable.Repeat("😀", 400)) + ".csv", string.Concat(Enumerable.Repeat("😀", 49)) + ".csv" },
    };

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Save_NameFromAForeignBrowser_IsCleanedAndKeptShort(string name, string expected)
    {
        var uploads = Uploads();

        var path = uploads.Find(await SaveAsync(uploads, name, 1))!;

        Assert.Equal(expected, Path.GetFileName(path));
        Assert.StartsWith(_data.Uploads + Path.DirectorySeparatorChar, Path.GetFullPath(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop.docx", 5, 5, "cannot be loaded")]
    [InlineData("Photo.JPG", 5, 5, "cannot be loaded")]
    [InlineData(".csv", 5, 5, "cannot be loaded")]
    [InlineData("shop.csv", 0, 0, "is empty")]
    [InlineData("shop.csv", 200, 5, "too large to be uploaded")]
    [InlineData("shop.csv", 90, 90, "no room")]
    [InlineData("shop.csv", 5, 50, "more of the file came than was announced")]
    public async Task Save_MoreOrOtherThanIsAllowed_IsRefusedAndLeavesNothing(string name, long announced, int sent, string says)
    {
        var uploads = Uploads(new UploadLimits { FileBytes = 100, TotalBytes = 80 });

        var error = await Assert.ThrowsAsync<InputException>(() => uploads.SaveAsync(name, new MemoryStream(new byte[sent]), announced));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_data.Uploads));
    }

    [Fact]
    public async Task Save_BesideOthers_CountsWhatIsStoredAndWhatIsStillComing()
    {
        var uploads = Uploads(new UploadLimits { TotalBytes = 100 });
        await SaveAsync(uploads, "stored.csv", 40);
        using var going = new CancellationTokenSource();
        var coming = uploads.SaveAsync("coming.csv", new Endless(), 40, cancel: going.Token);

        var error = await Assert.ThrowsAsync<InputException>(() => SaveAsync(uploads, "third.csv", 30));

        Assert.Contains("at most 20 bytes", error.Message, StringComparison.Ordinal);
        await going.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => coming);
        await SaveAsync(uploads, "third.csv", 30);
    }

    [Fact]
    public async Task Save_WhileAnotherProgramFillsTheDisk_StopsBeforeItIsFull()
    {
        // The first look finds room for all of it; by the second one, others have taken the quota.
        var uploads = Uploads(new UploadLimits { TotalBytes = 1_000_000, CheckedBytes = 1 << 16 });
        var other = await SaveAsync(uploads, "other.csv", 1);
        var content = new Growing(() => File.WriteAllBytes(uploads.Find(other)!, new byte[990_000]));

        var error = await Assert.ThrowsAsync<InputException>(() => uploads.SaveAsync("shop.csv", content, 400_000));

        Assert.Contains("no room", error.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(_data.Uploads));
    }

    [Fact]
    public async Task Sweep_UploadOfAClosedPage_GoesAfterAWhileAndNotBefore()
    {
        var uploads = Uploads();
        var (kept, left) = (await SaveAsync(uploads, "kept.csv", 5), await SaveAsync(uploads, "left.csv", 5));
        using var page = uploads.Hold(kept);
        uploads.Hold(left).Dispose();

        Assert.Equal(0, uploads.Sweep());
        using (uploads.Hold(left)) Assert.Equal(0, After(TimeSpan.FromHours(1)).Sweep());
        Assert.Equal(0, After(TimeSpan.FromMinutes(9)).Sweep());
        Assert.Equal(1, After(TimeSpan.FromMinutes(2)).Sweep());

        Assert.Null(uploads.Find(left));
        Assert.NotNull(uploads.Find(kept));

        UploadedFiles After(TimeSpan time)
        {
            _clock.Pass(time);
            return uploads;
        }
    }

    [Fact]
    public async Task Sweep_AfterAFailedLoad_LeavesItADayToBeCorrected()
    {
        var uploads = Uploads();
        var id = await SaveAsync(uploads, "shop.csv", 5);
        var page = uploads.Hold(id);
        uploads.KeepForCorrection(id);
        _clock.Pass(TimeSpan.FromDays(3));
        page.Dispose();

        _clock.Pass(TimeSpan.FromHours(23));
        Assert.Equal(0, uploads.Sweep());
        _clock.Pass(TimeSpan.FromHours(2));
        Assert.Equal(1, uploads.Sweep());
    }

    [Fact]
    public async Task Sweep_AtStart_TakesHalvesAndWhatIsOldAndNothingElse()
    {
        var before = Uploads();
        var (fresh, old) = (await SaveAsync(before, "fresh.csv", 5), await SaveAsync(before, "old.csv", 5));
        Directory.SetLastWriteTimeUtc(Path.Combine(_data.Uploads, old), _clock.Now.UtcDateTime - TimeSpan.FromDays(2));
        var half = OwnedFolder.Make(Path.Combine(_data.Uploads, Guid.NewGuid().ToString("N")));
        await File.WriteAllTextAsync(Path.Combine(half.Path, "half.csv.partial"), "id");
        foreach (var name in (string[])["demo-500-1", Guid.NewGuid().ToString("N")])
        {
            Directory.CreateDirectory(Path.Combine(_data.Uploads, name));
            await File.WriteAllTextAsync(Path.Combine(_data.Uploads, name, "mine.csv"), "someone's");
        }

        Assert.Equal(2, Uploads().Sweep());

        Assert.NotNull(before.Find(fresh));
        Assert.Equal(3, Directory.GetDirectories(_data.Uploads).Length);
    }

    private static Task<string> SaveAsync(UploadedFiles uploads, string name, int bytes) => uploads.SaveAsync(name, new MemoryStream(new byte[bytes]), bytes);

    private UploadedFiles Uploads(UploadLimits? limits = null) => new(_data, limits ?? new UploadLimits(), _clock);

    /// <summary>A browser that sends nothing more.</summary>
    private sealed class Endless : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }

    private sealed class Growing(Action first) : MemoryStream(new byte[400_000])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == 0) first();
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
