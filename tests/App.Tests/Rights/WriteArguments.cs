using System.Reflection;
using Investigator.Access;
using Investigator.Approvals;
using Investigator.Datasets;
using Investigator.Engine;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Identity;
using Investigator.Runs;
using Investigator.Selections;
using Investigator.Settings;
using Investigator.Tags;
using Investigator.Transactions;
using Microsoft.AspNetCore.Http;

namespace Investigator.App.Tests.Rights;

/// <summary>Something sound for each thing that a write takes, so that only the right can be what it wants for. Nothing of it is in the store.</summary>
internal static class WriteArguments
{
    private static readonly Mapping Mapping = new()
    {
        Transactions = new TransactionMapping { Id = "id", Account = "account", Time = "time", Amount = "amount" },
    };

    private static readonly Dictionary<Type, object?> Samples = new()
    {
        [typeof(int)] = 77,
        [typeof(bool)] = false,
        [typeof(string)] = "text",
        [typeof(Guid)] = Guid.Empty,
        [typeof(DateTime)] = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        [typeof(CancellationToken)] = CancellationToken.None,
        [typeof(IReadOnlyList<string>)] = (IReadOnlyList<string>)["id,account,time,amount"],
        [typeof(IReadOnlyCollection<Permission>)] = (IReadOnlyCollection<Permission>)[Permission.ViewResults],
        [typeof(IReadOnlyCollection<Role>)] = (IReadOnlyCollection<Role>)[Role.Investigator],
        [typeof(HttpContext)] = new DefaultHttpContext(),
        [typeof(Mapping)] = Mapping,
        [typeof(ImportRequest)] = new ImportRequest { Transactions = "none", Mapping = Mapping, Name = "none" },
        [typeof(Dataset)] = null,
        [typeof(DatasetFolder)] = new DatasetFolder("/none"),
        [typeof(RunFolder)] = new RunFolder("/none"),
        [typeof(RunResult)] = null,
        [typeof(RunOptions)] = new RunOptions(),
        [typeof(RunStatus)] = RunStatus.Failed,
        [typeof(MapStatus)] = MapStatus.Failed,
        [typeof(SelectionShape)] = new FindingShape(0),
        [typeof(TagTarget)] = TagTarget.OfFinding(77, 0),
        [typeof(TagKind)] = TagKind.FraudType,
        [typeof(RevealPlace)] = new RevealPlace(77),
        [typeof(IReadOnlyCollection<Role>)] = (IReadOnlyCollection<Role>)[Role.Investigator],
        [typeof(HttpContext)] = new DefaultHttpContext(),
        [typeof(Role?)] = Role.Investigator,
        [typeof(PolicySettings)] = new PolicySettings { RiskyLowerBound = 0.3 },
        [typeof(ApprovalRequest)] = new ApprovalRequest(ApprovalKind.PolicySettings, "policy settings", "a change", "{}", "{}", "because"),
    };

    public static object?[] For(Actor actor, MethodInfo method) => [actor, .. method.GetParameters().Skip(1).Select(Given)];

    private static object? Given(ParameterInfo parameter)
    {
        if (Samples.TryGetValue(parameter.ParameterType, out var sample)) return sample;
        if (parameter.HasDefaultValue) return parameter.DefaultValue;
        Assert.Fail($"{parameter.Member.DeclaringType!.Name}.{parameter.Member.Name} takes a {parameter.ParameterType}: give {nameof(WriteArguments)} one.");
        return null;
    }
}
