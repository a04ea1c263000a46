using Investigator.Access;
using Investigator.Engine.Core;

namespace Investigator.Runs;

/// <summary>What it needs to take a file of a run away.</summary>
public static class RunFileRights
{
    /// <returns>For files of rules the right that single rules need too: they are made for another engine.</returns>
    public static Permission Of(StoredFile file) =>
        file == KnownFiles.Rules || file == KnownFiles.RulesSql || file == KnownFiles.WithheldRules ? Permission.ExportRules : Permission.Export;
}
