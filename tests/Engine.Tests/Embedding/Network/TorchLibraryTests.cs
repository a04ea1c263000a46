using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Network;
using Investigator.TestKit;
using TorchSharp;

namespace Investigator.Engine.Tests.Embedding.Network;

public class TorchLibraryTests
{
    [Fact]
    public void EnsureLoaded_Twice_ServesTheSameLibraryAndComputes()
    {
        var first = TorchLibrary.EnsureLoaded();
        Assert.Equal(first, TorchLibrary.EnsureLoaded());
        using var sum = torch.tensor(new[] { 1f, 2f, 3f }).sum();
        Assert.Equal(6f, sum.item<float>());
        Assert.Equal(1, torch.get_num_threads());
    }

    [Fact]
    public void PatchedCopy_OfTheShippedLibrary_LeavesTheShippedOneAloneAndIsReused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux needs the copy");
        using var folder = new TempFolder();
        var stock = Path.Combine(TorchLibrary.FindFolder()!, "libLibTorchSharp.so");
        var before = File.ReadAllBytes(stock);

        var copy = TorchLibrary.PatchedCopy(stock, folder.Path)!;
        var written = File.GetLastWriteTimeUtc(copy);

        Assert.Equal(before, File.ReadAllBytes(stock));
        var changed = File.ReadAllBytes(copy);
        Assert.Equal(before.Length, changed.Length);
        Assert.InRange(before.Zip(changed).Count(static pair => pair.First != pair.Second), 1, 64);
        Assert.Equal(copy, TorchLibrary.PatchedCopy(stock, folder.Path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(copy));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(copy)!));
    }

    [Fact]
    public void PatchedCopy_DamagedByACrash_IsWrittenAgain()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux needs the copy");
        using var folder = new TempFolder();
        var stock = Path.Combine(TorchLibrary.FindFolder()!, "libLibTorchSharp.so");
        var copy = TorchLibrary.PatchedCopy(stock, folder.Path)!;
        var whole = File.ReadAllBytes(copy);
        File.WriteAllBytes(copy, whole[..1000]);

        Assert.Equal(copy, TorchLibrary.PatchedCopy(stock, folder.Path));
        Assert.Equal(whole, File.ReadAllBytes(copy));
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is text and no library, however long it may be, and it is longer than a header of sixty-four bytes")]
    public void TryApply_NotALibrary_ChangesNothing(string content)
    {
        var image = System.Text.Encoding.ASCII.GetBytes(content);
        Assert.False(ElfPatch.TryApply(image));
        Assert.Equal(content, System.Text.Encoding.ASCII.GetString(image));
    }

    [Fact]
    public void TryApply_CutShort_ChangesNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux needs the copy");
        var image = File.ReadAllBytes(Path.Combine(TorchLibrary.FindFolder()!, "libLibTorchSharp.so"))[..100_000];
        Assert.False(ElfPatch.TryApply(image));
    }

    [Fact]
    public void ElfHash_OfAVersion_IsTheOneLinkersWrite() => Assert.Equal(0x08922974u, ElfPatch.ElfHash("GLIBCXX_3.4"));
}
