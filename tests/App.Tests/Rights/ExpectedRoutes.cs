using Investigator.Access;

namespace Investigator.App.Tests.Rights;

/// <summary>Who gets in where, written down by hand: it is not computed from the policy, so that a slip there shows.</summary>
/// <remarks>I is an investigator, R a risk expert, S a supervisor, A an administrator.</remarks>
internal static class ExpectedRoutes
{
    private const string Everyone = "IRSA";

    /// <summary>By method and route.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["GET /"] = Everyone,
        ["GET /account"] = Everyone,
        ["GET /account"] = Everyone,
        ["GET /account/keys"] = "RA",
        ["GET /approvals"] = Everyone,
        ["GET /audit"] = "SA",
        ["GET /clusters"] = Everyone,
        ["GET /dashboard"] = Everyone,
        ["GET /datasets"] = Everyone,
        ["GET /datasets/add"] = "RA",
        ["GET /datasets/{Id:int}"] = Everyone,
        ["GET /findings"] = Everyone,
        ["GET /invitation"] = Who.Anybody,
        ["GET /invitation"] = Who.Anybody,
        ["GET /map"] = Everyone,
        ["GET /not-found"] = Everyone,
        ["GET /people"] = "A",
        ["GET /people"] = "A",
        ["GET /rules"] = Everyone,
        ["GET /runs"] = Everyone,
        ["GET /runs/{Id:int}"] = Everyone,
        ["GET /runs/{Run:int}/clusters/{Label:int}"] = Everyone,
        ["GET /runs/{Run:int}/findings/{Number:int}"] = Everyone,
        ["GET /settings"] = Everyone,
        ["GET /sign-in"] = Who.Anybody,
        ["GET /sign-in/code"] = Who.Anybody,
        ["GET /sign-in/code"] = Who.Anybody,
        ["GET /singles"] = Everyone,
        ["GET /tags"] = Everyone,
        ["GET /transactions"] = Everyone,

        ["GET /api/runs/{run}/map/{column}"] = Everyone,
        ["GET /api/runs/{run}/points/{row}"] = Everyone,
        ["POST /api/runs/{run}/selections"] = "IRS",
        ["DELETE /api/runs/{run}/selections/{selection}"] = "IRS",
        ["GET /api/runs/{run}/files/{file}"] = "IRS",
        ["GET /api/runs/{run}/rules/{code}.json"] = "RS",
        ["GET /api/runs/{run}/transactions.csv"] = "IRS",
        ["GET /api/runs/{run}/findings.csv"] = "IRS",
        ["GET /api/runs/{run}/findings/{number}/contrasts.csv"] = "IRS",
        ["GET /api/runs/{run}/clusters.csv"] = "IRS",
        ["GET /api/runs/{run}/clusters/{label}/contrasts.csv"] = "IRS",
        ["GET /api/runs/{run}/singles.csv"] = "IRS",
        ["GET /api/runs/{run}/days.csv"] = "IRS",
        ["GET /api/datasets/{dataset}/rejects.csv"] = "IRS",
        ["GET /api/datasets/{dataset}/mapping.json"] = "RA",
        ["GET /api/audit.csv"] = "SA",

        ["GET /account/first"] = Who.Anybody,
        ["GET /account/demo"] = Who.Anybody,
        ["POST /account/sign-in"] = Who.Anybody,
        ["POST /account/code"] = Who.Anybody,
        ["POST /account/invitation"] = Who.Anybody,
        ["POST /account/recovery"] = Who.Anybody,
        ["POST /account/passkeys/request"] = Who.Anybody,
        ["POST /account/passkeys/sign-in"] = Who.Anybody,
        ["POST /account/passkeys/creation"] = Everyone,
        ["POST /account/passkeys/add"] = Everyone,
        ["POST /account/sign-out"] = Who.Anybody,
        ["POST /account/code"] = Who.Anybody,
        ["POST /account/invitation"] = Who.Anybody,
        ["POST /account/recovery"] = Who.Anybody,
        ["POST /account/passkeys/request"] = Who.Anybody,
        ["POST /account/passkeys/sign-in"] = Who.Anybody,
        ["POST /account/passkeys/creation"] = Everyone,
        ["POST /account/passkeys/add"] = Everyone,
        ["POST /account/play"] = Everyone,

        // Asks for files of the app that came since it was built, while it is developed.
        ["GET /{**path:file}"] = Everyone,

        ["GET /_blazor"] = Everyone,
        ["GET /_blazor/negotiate"] = Everyone,
        ["GET /_blazor/disconnect/"] = Everyone,
        ["GET /_blazor/initializers/"] = Everyone,
    };

    /// <summary>Where a key of one scope gets in, whose owner has every role; nowhere else but where anybody does.</summary>
    public static IReadOnlyDictionary<Permission, string[]> OfKeys { get; } = new Dictionary<Permission, string[]>
    {
        [Permission.ViewResults] = ["GET /api/runs/{run}/map/{column}", "GET /api/runs/{run}/points/{row}"],
        [Permission.Select] = ["POST /api/runs/{run}/selections", "DELETE /api/runs/{run}/selections/{selection}"],
        [Permission.Export] =
        [
            "GET /api/runs/{run}/files/{file}", "GET /api/runs/{run}/transactions.csv", "GET /api/runs/{run}/findings.csv",
            "GET /api/runs/{run}/findings/{number}/contrasts.csv", "GET /api/runs/{run}/clusters.csv", "GET /api/runs/{run}/clusters/{label}/contrasts.csv",
            "GET /api/runs/{run}/singles.csv", "GET /api/runs/{run}/days.csv", "GET /api/datasets/{dataset}/rejects.csv",
        ],
        [Permission.ExportRules] = ["GET /api/runs/{run}/rules/{code}.json"],
        [Permission.SeePersonal] = [],
        [Permission.LoadData] = ["GET /api/datasets/{dataset}/mapping.json"],
        [Permission.ReadAudit] = ["GET /api/audit.csv"],
    };

    /// <summary>The heading that a page has inside a circuit, by its route; a regular expression. Null for one that is loaded anew instead.</summary>
    public static IReadOnlyDictionary<string, string?> Headings { get; } = new Dictionary<string, string?>
    {
        ["/"] = "^Finds groups of transactions",
        ["/account"] = "^How you sign in",
        ["/account"] = "^Your account$",
        ["/account/keys"] = "^Keys for programs$",
        ["/approvals"] = "^What takes effect only once",
        ["/audit"] = "^All that was done",
        ["/clusters"] = "^Groups of payments that act alike",
        ["/dashboard"] = "^Dashboard$",
        ["/datasets"] = "^Loaded data stays as it is",
        ["/datasets/add"] = "^Add data$",
        ["/datasets/{Id:int}"] = "^shop$",
        ["/findings"] = "^Groups of payments that act alike",
        ["/invitation"] = null,
        ["/invitation"] = null,
        ["/map"] = "^Every transaction as a point",
        ["/not-found"] = "^There is no such page$",
        ["/people"] = "^Who has an account here",
        ["/people"] = "^People$",
        ["/rules"] = "^Conditions on features",
        ["/runs"] = "^Every run keeps its options",
        ["/runs/{Id:int}"] = "^Run #1$",
        ["/runs/{Run:int}/clusters/{Label:int}"] = @"^Members \(",
        ["/runs/{Run:int}/findings/{Number:int}"] = @"^Members \(",
        ["/settings"] = "^What holds for everyone",
        ["/sign-in"] = null,
        ["/sign-in/code"] = null,
        ["/sign-in/code"] = null,
        ["/singles"] = "^Payments that look like fraud",
        ["/tags"] = "^The team's words",
        ["/transactions"] = "^Transactions$",
    };

    /// <summary>What browsers may call on a circuit's line, all of it by whoever could open the line.</summary>
    public static IReadOnlyList<string> HubMethods { get; } =
    [
        "BeginInvokeDotNetFromJS", "ConnectCircuit", "EndInvokeJSFromDotNet", "OnLocationChanged", "OnLocationChanging", "OnRenderCompleted", "PauseCircuit",
        "ReceiveByteArray", "ReceiveJSDataChunk", "ResumeCircuit", "SendDotNetStreamToJS", "StartCircuit", "UpdateRootComponents",
    ];

    /// <summary>Commands, and whether they work on the data folder: those act as whoever has the shell, and are recorded or change nothing.</summary>
    public static IReadOnlyDictionary<string, bool> Commands { get; } = new Dictionary<string, bool>
    {
        ["adopt"] = true,
        ["check"] = false,
        ["cluster"] = false,
        ["demo"] = true,
        ["features"] = false,
        ["generate"] = false,
        ["import-run"] = true,
        ["run"] = false,
        ["serve"] = true,
        ["verify"] = true,
        ["verify-audit"] = true,
    };
}
