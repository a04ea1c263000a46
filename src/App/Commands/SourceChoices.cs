using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Storage;

namespace Investigator.Commands;

/// <summary>What keeps a run from loading its files, said on standard error as the options that settle it.</summary>
internal static class SourceChoices
{
    /// <summary>What is to be loaded; a guessed mapping is said, and used only where a check leaves nothing to be decided.</summary>
    /// <returns>Null where something must be decided, which was said.</returns>
    public static async Task<LoadRequest?> ResolveAsync(GivenSource given, CancellationToken cancel)
    {
        using var scratch = CommandScratch.Make(say: Console.Error.WriteLine);
        var context = new StageContext { Cancel = cancel, Scratch = scratch.Path };
        var source = await Task.Run(() => given.Resolve(Path.GetFileNameWithoutExtension(given.Transactions), context), cancel);
        if (!source.IsGuessed) return source.Request;
        var report = await Task.Run(() => LoadCheck.Of(source.Request, context), cancel);
        var open = source.Advice(report).Where(static a => a.Level == AdviceLevel.Decide).ToList();
        if (open.Count == 0)
        {
            foreach (var line in RunText.Guessed(report.Mapping)) Console.WriteLine(line);
            return source.Request;
        }

        Say(open, report.Mapping);
        return null;
    }

    /// <summary>A load names the first thing that keeps it from going on; a check names all of them, with what would settle each.</summary>
    public static async Task SayAsync(LoadRequest request, CancellationToken cancel)
    {
        try
        {
            using var scratch = CommandScratch.Make();
            var report = await Task.Run(() => LoadCheck.Of(request, new StageContext { Cancel = cancel, Scratch = scratch.Path }), cancel);
            var open = report.Advice.Where(static a => a.Level == AdviceLevel.Decide).ToList();
            if (open.Count > 0) Say(open, report.Mapping);
        }
        catch (InputException)
        {
            // The check fails where the load did, which says why.
        }
    }

    private static void Say(IReadOnlyList<Advice> open, Mapping mapping)
    {
        foreach (var line in CheckText.Advised(open, mapping)) Console.Error.WriteLine(line);
        Console.Error.WriteLine("Nothing was loaded: add what is chosen to the command, or let \"check … --out mapping.json\" write a mapping, edit it, and "
            + "give it as --mapping mapping.json");
    }
}
