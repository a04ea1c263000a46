using System.CommandLine;
using System.Globalization;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;

namespace Investigator.Commands;

/// <summary>Reads everything that is kept and says what is not as it was written. It changes nothing and waits for no one.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var places = new Argument<string[]>("places")
        {
            Description = "Runs by their number, or folders: of a run's results, a dataset, a model, a data folder (default: the whole data folder)",
            HelpName = "RUN|DIR",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var data = CommonOptions.Data();
        var command = new Command("verify", "Read runs, datasets and the database through and name every file that is not as it was written")
        {
            places, data,
        };
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var folder = DataFolder.Resolve(parsed.GetValue(data));
            var asked = parsed.GetValue(places)!;
            var report = new DamageReport();
            await Task.Run(
                () =>
                {
                    foreach (var place in asked.Length == 0 ? [folder] : asked)
                    {
                        report.Try(place, () => Verify(place, folder, report, cancel));
                    }
                },
                cancel);
            Console.WriteLine(report.Summary());
            return report.Damaged == 0 ? ExitCode.Done : ExitCode.Failed;
        }));
        return command;
    }

    private static void Verify(string place, string data, DamageReport report, CancellationToken cancel)
    {
        if (int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var run)) place = FolderOf(run, data);
        if (!Directory.Exists(place)) throw new InputException($"there is no folder {place}", expected: "a run's number or a folder");
        var databases = (string[])[Path.Combine(place, DataFolder.DatabaseName), Path.Combine(place, EarlierDataFolder.DemoName, DataFolder.DatabaseName)];
        if (!databases.Any(File.Exists)) VerifyFolder(place, report, cancel);
        foreach (var database in databases.Where(File.Exists)) VerifyData(Path.GetDirectoryName(database)!, database, report, cancel);
    }

    private static void VerifyData(string place, string database, DamageReport report, CancellationToken cancel)
    {
        report.Add(database, [.. DatabaseVerification.Problems(database).Select(problem => $"{Path.GetFileName(database)}: {problem}")]);
        foreach (var part in (string[])["datasets", "runs"])
        {
            var parent = Path.Combine(place, part);
            if (!Directory.Exists(parent)) continue;
            foreach (var folder in Directory.GetDirectories(parent).Where(static f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal))
            {
                report.Try(folder, () => VerifyFolder(folder, report, cancel));
            }
        }
    }

    private static string FolderOf(int run, string data)
    {
        var database = Path.Combine(data, DataFolder.DatabaseName);
        if (!File.Exists(database)) throw new InputException($"there is no database in {data}", expected: "the data folder that has the run: give --data DIR");
        return DatabaseVerification.FolderOf(database, run) is { } name
            ? Path.Combine(data, "runs", name)
            : throw new InputException("there is no such run", value: run.ToString(CultureInfo.InvariantCulture), expected: "the number of a run");
    }

    private static void VerifyFolder(string folder, DamageReport report, CancellationToken cancel)
    {
        if (Manifest.IsIn(folder)) report.Add(folder, [.. FileCheck.DamageIn(folder, contents: true, cancel).Select(static d => d.Brief)]);
        else if (KnownFiles.ClusterModel.ExistsIn(folder)) report.Add(folder, Damage(() => ClusterModel.Load(folder)));
        else if (IsModelAlone(folder)) report.Add(folder, Damage(() => RunFolder.RequireModel(folder)));
        else report.AddUnknown(folder);

        var kept = new RunFolder(folder).Dataset;
        if (kept.Exists) VerifyFolder(kept.Path, report, cancel);
    }

    private static bool IsModelAlone(string folder) => KnownFiles.BehaviorModel.ExistsIn(folder) && !KnownFiles.Record.ExistsIn(folder);

    private static string[] Damage(Action read)
    {
        try
        {
            read();
            return [];
        }
        catch (InputException e)
        {
            return [e.Message];
        }
    }

    /// <summary>What was found, said as it is found.</summary>
    private sealed class DamageReport
    {
        private int _whole;
        private int _unknown;

        public int Damaged { get; private set; }

        public void Add(string place, IReadOnlyList<string> problems)
        {
            if (problems.Count == 0) _whole++;
            else Damaged++;
            foreach (var problem in problems) Console.WriteLine($"DAMAGED  {place}: {problem}");
        }

        /// <summary>A place that may not be looked into does not keep the others from being read.</summary>
        public void Try(string place, Action verify)
        {
            try
            {
                verify();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Add(place, [$"cannot be read ({e.Message.TrimEnd('.')})"]);
            }
        }

        public void AddUnknown(string place)
        {
            _unknown++;
            Console.WriteLine($"UNKNOWN  {place}: there are no hashes to tell by (an earlier version made it, or its manifest was removed)");
        }

        public string Summary()
        {
            var places = Wording.Counted(_whole + Damaged + _unknown, "place");
            return string.Create(CultureInfo.InvariantCulture, $"{places} read: {_whole} whole, {Damaged} damaged, {_unknown} without hashes.")
                + (Damaged > 0 ? " Restore what is damaged from a backup, or make it anew: start the run again, load the data again." : "");
        }
    }
}
