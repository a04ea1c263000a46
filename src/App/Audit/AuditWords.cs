using System.Text;

namespace Investigator.Audit;

/// <summary>Names of the store as people read them.</summary>
public static class AuditWords
{
    /// <summary>"SavedMapping" is "saved mapping"; "RunId" is "run id".</summary>
    public static string Spaced(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var begins = i > 0 && char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins) text.Append(' ');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    public static string Of(AuditAction action) => action switch
    {
        AuditAction.SignedIn => "signed in",
        AuditAction.SignInFailed => "sign-in failed",
        AuditAction.SignedOut => "signed out",
        _ => action.ToString().ToLowerInvariant(),
    };
}
