using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.Engine.Simulation;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Runs;

public sealed class ResultFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Work => _folder.File("work");

    private string Target => _folder.File("out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RefuseOccupied_WhatAnotherCommandWrote_IsNotReplaced()
    {
        OwnedFolder.Make(Target, FolderUse.Kept);
        foreach (var name in ShopSimulator.Signs) File.WriteAllText(Path.Combine(Target, name), "");

        Assert.Throws<InputException>(() => ResultFiles.RefuseOccupied(Target, force: true, ResultFiles.Signs));
        ResultFiles.RefuseOccupied(Target, force: true, ShopSimulator.Signs);
    }

    /// <summary>The state that a kill leaves is made by a move of the same run, of which some files are taken back.</summary>
    [Fact]
    public void MoveTo_AfterAKillInTheMiddleOfReplacing_GoesOnToTheWholeResult()
    {
        Fill(OwnedFolder.Make(Target, FolderUse.Kept).Path, "former");
        File.WriteAllText(Path.Combine(Target, "notes.txt"), "a colleague's");
        Fill(OwnedFolder.Make(Work).Path, "new");
        var installation = OwnedFolder.Find(Work)!.Installation;
        ResultFiles.MoveTo(Work, Target, force: true, Retention.Results);
        foreach (var file in (StoredFile[])[KnownFiles.Members, KnownFiles.Record]) File.Move(file.In(Target), file.In(Work));
        Assert.Equal((FolderUse.Kept, installation), (OwnedFolder.Find(Work)!.Use, OwnedFolder.Find(Target)!.Installation));

        ResultFiles.MoveTo(Work, Target, force: true, Retention.Results);

        var kept = KnownFiles.OfRun.Where(static f => f.Level == Retention.Results).Select(static f => f.Name);
        Assert.Equal(kept.Append("notes.txt").Append(OwnedFolder.MarkerName).Order(), Directory.GetFiles(Target).Select(f => Path.GetFileName(f)!).Order());
        Assert.All(kept, name => Assert.Equal("new", File.ReadAllText(Path.Combine(Target, name))));
    }

    [Fact]
    public void MoveTo_OverResultsWithoutAManifest_MissesTheNewOnesFromThenOn()
    {
        Fill(OwnedFolder.Make(Target, FolderUse.Kept).Path, "former");
        Fill(OwnedFolder.Make(Work).Path, "new");
        new RunFolder(Work).Seal(Retention.Results);

        ResultFiles.MoveTo(Work, Target, force: true, Retention.Results);

        Assert.Empty(new RunFolder(Target).Damage(contents: true));
        File.Delete(KnownFiles.Manifest.In(Target));
        Assert.Equal("manifest.json: the file is missing", Assert.Single(new RunFolder(Target).Damage()).Brief);
    }

    private static void Fill(string folder, string text)
    {
        foreach (var file in KnownFiles.OfRun) File.WriteAllText(file.In(folder), text);
    }
}
