using System.Reflection;
using Bunit;
using Investigator.Access;
using Investigator.Audit;
using Investigator.App.Tests.Rights;
using Investigator.Engine.Core;
using Investigator.Identity;
using Investigator.Web;
using Investigator.Web.Pages.Audit;
using Investigator.Web.Pages.Tags;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Hostile;

/// <summary>Every text that people give, at every write that takes one.</summary>
public sealed class HostileTextTests : PageTest
{
    /// <summary>A text is taken, refused in words, or met by the same fault as a plain one, for nothing in the store is what it speaks of.</summary>
    [Fact]
    public async Task Text_OfAnyKindInAnyWrite_IsTakenOrRefusedInWords()
    {
        var actor = await ActorAsync();
        var (wrong, tried) = (new List<string>(), 0);
        foreach (var method in RoleByWriteTests.Methods().Where(static m => ExpectedWrites.All.ContainsKey(RoleByWriteTests.Key(m))))
        {
            var plain = (await RoleByWriteTests.CallAsync(Services, method, WriteArguments.For(actor, method)))?.GetType();
            foreach (var place in method.GetParameters().Where(static p => p.ParameterType == typeof(string)).Select(static p => p.Position))
            {
                foreach (var text in HostileTexts.All)
                {
                    var arguments = WriteArguments.For(actor, method);
                    arguments[place] = text;
                    var fault = await RoleByWriteTests.CallAsync(Services, method, arguments);
                    tried++;
                    if (fault is null or InputException || fault.GetType() == plain) continue;
                    wrong.Add($"{RoleByWriteTests.Key(method)} meets {HostileTexts.Name(text)} as {method.GetParameters()[place].Name} with {fault}");
                }
            }
        }

        Assert.True(tried > 200, $"only {tried} texts were tried");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        var verdict = AuditVerification.Of(Data.Path, Xunit.TestContext.Current.CancellationToken);
        Assert.True(verdict.Holds, string.Join('\n', verdict.Problems));
    }

    /// <summary>What was taken is shown as text, and is no part of a page.</summary>
    [Fact]
    public async Task Text_ThatWasTaken_IsShownAsText()
    {
        var actor = await ActorAsync();
        var (run, finding) = (await Shop.AddAsync(), (await SampleAsync()).Findings[0].Number);
        foreach (var text in HostileTexts.All)
        {
            try
            {
                await Services.GetRequiredService<Investigator.Tags.AddTag>().HandleAsync(
                    actor, Investigator.Tags.TagTarget.OfFinding(run, finding), text, Investigator.Tags.TagKind.FraudType);
            }
            catch (InputException)
            {
                // Refused in words.
            }
        }

        foreach (var markup in (string[])[Shown(Open<TagsPage>(Links.TagsPath), "javascript:alert"), Shown(Open<AuditPage>(Links.AuditPath), "Audit")])
        {
            Assert.DoesNotContain("<script>alert", markup, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", markup, StringComparison.Ordinal);
        }
    }

    private static string Shown(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page, string with)
    {
        page.WaitForState(() => page.Markup.Contains(with, StringComparison.Ordinal));
        return page.Markup;
    }

    private async Task<Actor> ActorAsync()
    {
        var user = await SignedIn.PersonAsync(Services);
        return new Actor(user.Id, user.Name, ActorKind.Person) { Rights = AccessPolicy.All, From = "192.0.2.1" };
    }
}
