using System.CommandLine;
using Investigator.Audit;
using Investigator.Engine.Core;
using Investigator.Storage;

namespace Investigator.Commands;

/// <summary>Proves that the record of what was done is as it was written. It changes nothing, so it leaves no entry of its own.</summary>
internal static class VerifyAuditCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command(
            "verify-audit", "Walk through the record of all that was done, compare it with its daily anchors, and name the first entry that was changed, "
                + "removed, moved or added")
        {
            data,
        };
        command.SetAction((parsed, cancel) => ExitCode.Of(async () =>
        {
            var folder = DataFolder.Resolve(parsed.GetValue(data));
            var verdict = await Task.Run(() => AuditVerification.Of(folder, cancel), cancel);
            foreach (var problem in verdict.Problems) Console.WriteLine($"TAMPERED  {problem}");
            Console.WriteLine(Summary(verdict));
            return verdict.Holds ? ExitCode.Done : ExitCode.Failed;
        }));
        return command;
    }

    private static string Summary(AuditVerdict verdict)
    {
        var read = $"{Wording.Counted(verdict.Entries, "entry")} and {Wording.Counted(verdict.Anchors, "anchor")} read";
        return verdict switch
        {
            { Holds: false } => $"{read}: the record does not hold. Compare it with a backup, and keep both.",
            { LastHash: null } => $"{read}: nothing was done yet.",
            _ => $"{read}: the record holds. Its last hash is {verdict.LastHash}; who keeps it elsewhere can tell later that nothing before it was changed.",
        };
    }
}
