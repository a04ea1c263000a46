using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Integrity;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Integrity;

public sealed class ManifestTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string A => _folder.File("a");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Damage_OfEachKind_IsNamed()
    {
        Fill();
        File.WriteAllText(_folder.File("cut"), "four");
        File.Delete(_folder.File("gone"));
        File.WriteAllBytes(_folder.File("zero"), []);
        File.WriteAllText(A, "b");

        Assert.Equal(["cut: the file has 4 bytes", "gone: the file is missing", "zero: the file is empty"], Names(contents: false));
        Assert.Equal(["a: the file's contents were changed", "cut: the file has 4 bytes", "gone: the file is missing", "zero: the file is empty"], Names(true));

        IEnumerable<string> Names(bool contents) => FileCheck.DamageIn(_folder.Path, contents).Select(d => d.Brief.Split([" and ", " since "], 0)[0]).Order();
    }

    [Fact]
    public void Require_OfAFileThatIsNotAsItWas_NamesItAndSaysWhatToDo()
    {
        Fill();
        Assert.Equal(A, FileCheck.Require(A));
        File.WriteAllText(A, "b");

        var error = Assert.Throws<DamagedFileException>(() => FileCheck.Require(A));

        Assert.Equal(A, error.Path);
        Assert.Contains("restore the folder from a backup", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(_folder.Path), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_OfAFileThatIsLost_IsNotTakenForOneThatNeverWas()
    {
        Fill();
        File.Delete(_folder.File("gone"));
        Assert.Throws<DamagedFileException>(() => FileCheck.Find(_folder.File("gone")));
        Assert.Null(FileCheck.Find(_folder.File("never was")));
    }

    [Fact]
    public void Manifest_AfterAnyFlippedBit_StandsForNothing()
    {
        Fill();
        BitFlips.Each(
            KnownFiles.Manifest.In(_folder.Path),
            flip => Assert.True(Record.Exception(() => FileCheck.Require(A)) is DamagedFileException, flip), count: 100);
        FileCheck.Require(A);
    }

    [Fact]
    public void Manifest_ThatIsLost_IsDamageInAFolderThatWasMarkedWithIt()
    {
        Fill();
        OwnedFolder.Mark(_folder.Path, FolderUse.Kept);
        File.Delete(KnownFiles.Manifest.In(_folder.Path));

        Assert.True(Manifest.IsIn(_folder.Path));
        Assert.Throws<DamagedFileException>(() => FileCheck.Require(A));
        Assert.Equal("manifest.json: the file is missing", Assert.Single(FileCheck.DamageIn(_folder.Path, contents: false)).Brief);
    }

    [Fact]
    public void Manifest_OfANewerFormat_IsRefusedInWords()
    {
        new Manifest { Format = 2, Files = [] }.Write(_folder.Path);
        Assert.Contains("newer version", Assert.Throws<InputException>(() => FileCheck.Require(A)).Message, StringComparison.Ordinal);
        Assert.StartsWith("manifest.json: a newer version", Assert.Single(FileCheck.DamageIn(_folder.Path, contents: false)).Brief, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_OfFilesThatCannotBeRead_NamesThemAndGoesOn()
    {
        Fill();
        File.WriteAllText(_folder.File("zero"), "ZERO");
        using (new FileStream(A, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var found = FileCheck.DamageIn(_folder.Path, contents: true).Select(static d => d.Brief[..20]).Order(StringComparer.Ordinal);
            Assert.Equal(["a: the file cannot b", "zero: the file's con"], found);
        }

        using (new FileStream(KnownFiles.Manifest.In(_folder.Path), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var found = Assert.Single(FileCheck.DamageIn(_folder.Path, contents: true));
            Assert.StartsWith("manifest.json: the file cannot be read (", found.Brief, StringComparison.Ordinal);
            Assert.DoesNotContain(_folder.Path, found.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Keep_OfAFolderThatWasKeptBeforeItHadAManifest_MissesItFromThenOn()
    {
        var owned = OwnedFolder.Mark(_folder.Path, FolderUse.Kept);
        Fill();
        owned.Keep();
        File.Delete(KnownFiles.Manifest.In(_folder.Path));

        Assert.Throws<DamagedFileException>(() => FileCheck.Require(A));
    }

    [Fact]
    public void Ledger_ThatIsLost_IsNotTakenForNone()
    {
        File.WriteAllText(KnownFiles.Ledger.In(_folder.Path), "outcomes");
        Manifest.Seal(_folder.Path, Directory.GetFiles(_folder.Path));
        Assert.NotNull(OutcomeLedger.In(_folder.Path));
        File.Delete(KnownFiles.Ledger.In(_folder.Path));
        Assert.Throws<DamagedFileException>(() => OutcomeLedger.In(_folder.Path));
    }

    private void Fill()
    {
        foreach (var name in (string[])["a", "cut", "gone", "zero"]) File.WriteAllText(_folder.File(name), name);
        Manifest.Seal(_folder.Path, Directory.GetFiles(_folder.Path));
    }
}
