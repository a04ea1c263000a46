using System.Reflection;
using System.Runtime.CompilerServices;
using Investigator.Access;
using Investigator.Audit;
using Investigator.Storage.Database;
using Investigator.Web;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Rights;

/// <summary>Each role, and nobody, at every method that does something for an actor: whoever reaches one past pages and endpoints is refused there too.
/// </summary>
public sealed class RoleByWriteTests : PageTest
{
    [Fact]
    public void Writes_OfTheApp_EachHaveARow()
    {
        var found = Methods().Select(Key).ToHashSet(StringComparer.Ordinal);
        var written = ExpectedWrites.All.Keys.Concat(ExpectedWrites.Exempt.Keys).ToList();
        Assert.True(found.Count > 30, $"only {found.Count} methods were found");
        var missing = found.Except(written).Select(static name => $"'{name}' takes an actor: say in {nameof(ExpectedWrites)} who may have it done.");
        var stale = written.Except(found).Select(static name => $"'{name}' is not there any more: take its row out of {nameof(ExpectedWrites)}.");
        var problems = missing.Concat(stale).ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task Write_ByWhoMayNot_IsRefusedBeforeAnythingChanges()
    {
        var wrong = new List<string>();
        await using var watch = new SqliteConnection(Data.ConnectionString);
        await watch.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var method in Methods().Where(static m => ExpectedWrites.All.ContainsKey(Key(m))))
        {
            foreach (var role in Who.All.Where(role => !Who.Has(ExpectedWrites.All[Key(method)], role)))
            {
                var (before, entries) = (await VersionAsync(watch), await EntriesAsync());
                var fault = await CallAsync(method, Who.Actor(role));
                if (fault is not NotAllowedException) wrong.Add($"{Key(method)} answers {Who.Name(role)} with {fault?.GetType().Name ?? "success"}");
                if (await VersionAsync(watch) == before) continue;
                // The refusal itself may be put on record.
                var since = (await EntriesAsync()).Skip(entries.Count).ToList();
                if (since is not [AuditAction.Refused]) wrong.Add($"{Key(method)} changed the store for {Who.Name(role)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Write_ByWhoMay_IsNotRefused()
    {
        var wrong = new List<string>();
        foreach (var method in Methods().Where(static m => ExpectedWrites.All.ContainsKey(Key(m))))
        {
            foreach (var role in Who.All.Where(role => Who.Has(ExpectedWrites.All[Key(method)], role)))
            {
                // There is nothing in the store that it could be done to: any other fault will do.
                if (await CallAsync(method, Who.Actor(role)) is NotAllowedException refused) wrong.Add($"{Key(method)}, {Who.Name(role)}: {refused.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    internal static string Key(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    internal static IEnumerable<MethodInfo> Methods() => typeof(Links).Assembly.GetTypes()
        .Where(static t => t is { IsClass: true, IsAbstract: false } && t != typeof(Actor) && !t.IsDefined(typeof(CompilerGeneratedAttribute)))
        .SelectMany(static t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Where(static m => m.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(Actor) && !m.IsSpecialName);

    /// <returns>What it met; null where it was done.</returns>
    internal static async Task<Exception?> CallAsync(IServiceProvider services, MethodInfo method, object?[] arguments)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            var write = scope.ServiceProvider.GetRequiredService(method.DeclaringType!);
            if (method.Invoke(write, arguments) is Task task) await task;
            return null;
        }
        catch (TargetInvocationException e)
        {
            return e.InnerException;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private Task<Exception?> CallAsync(MethodInfo method, Actor actor) => CallAsync(Services, method, WriteArguments.For(actor, method));

    private async Task<List<AuditAction>> EntriesAsync()
    {
        await using var context = await Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
        return await context.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync();
    }

    // Of one connection it changes whenever another one has committed something.
    private static async Task<long> VersionAsync(SqliteConnection watch)
    {
        await using var command = watch.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
