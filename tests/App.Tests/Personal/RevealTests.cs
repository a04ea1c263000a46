using System.Globalization;
using Bunit;
using Investigator.Access;
using Investigator.Audit;
using Investigator.Engine.Core;
using Investigator.Personal;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Investigator.Transactions;
using Investigator.Web;
using Investigator.Web.Controls;
using Investigator.Web.Pages.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Personal;

/// <summary>Single values shown to whoever says why.</summary>
public class RevealTests : PageTest
{
    private static readonly Actor Expert = new("expert", "Rita", ActorKind.Person) { Rights = AccessPolicy.Of([Role.RiskExpert]), From = "192.0.2.7" };
    private readonly HandClock _clock = new();
    private Actor _person = Expert;

    public RevealTests()
    {
        Services.AddTransient(_ => _person);
        Services.AddSingleton<TimeProvider>(_clock);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private RevealValue Reveal => Services.GetRequiredService<RevealValue>();

    private RevealedValues Revealed => Services.GetRequiredService<RevealedValues>();

    [Fact]
    public async Task Reveal_WithAReason_ShowsTheValueAndIsRecordedWithoutIt()
    {
        var (run, line, account) = await PrepareAsync();

        var value = await Reveal.HandleAsync(Expert, new RevealPlace(run, Transaction: line.Id), "account", line.Account, " a charge-back ", Cancel);

        Assert.Equal((account, account), (value, Revealed.Find(line.Account)));
        var entry = (await RecordAsync()).Single(static e => e.Action == AuditAction.Revealed);
        Assert.Equal(("run", run.ToString(CultureInfo.InvariantCulture), "a charge-back", "expert"), (entry.Kind, entry.Key, entry.Reason, entry.ActorId));
        Assert.StartsWith("subject:", await PersonAsync(), StringComparison.Ordinal);
        Assert.Equal(Services.GetRequiredService<PersonalKey>().SubjectOf(account), await PersonAsync());
        Assert.Contains(line.Account, entry.Details, StringComparison.Ordinal);
        Assert.DoesNotContain(account, JsonText(entry), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reveal_OfAnEntity_IsOfThePersonWhosePaymentItWasMetAt()
    {
        var (run, line, account) = await PrepareAsync();
        var at = (await Services.GetRequiredService<TransactionQueries>().ExtrasAsync(run)).Entities.ToList().IndexOf("ip");

        Assert.NotNull(await Reveal.HandleAsync(Expert, new RevealPlace(run, Transaction: line.Id), "entity_ip", line.Entities[at]!, "why", Cancel));

        Assert.Equal(Services.GetRequiredService<PersonalKey>().SubjectOf(account), await PersonAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task Reveal_WithoutAReason_IsRefusedAndNotRecorded(string reason)
    {
        var (run, line, _) = await PrepareAsync();

        await Assert.ThrowsAsync<InputException>(() => Reveal.HandleAsync(Expert, new RevealPlace(run), "account", line.Account, reason, Cancel));

        Assert.Null(Revealed.Find(line.Account));
        Assert.DoesNotContain(await RecordAsync(), IsReveal);
    }

    [Fact]
    public async Task Reveal_ByWhoMayNot_IsRefused()
    {
        var (run, line, _) = await PrepareAsync();
        var administrator = new Actor("admin", "Ada", ActorKind.Person) { Rights = AccessPolicy.Of([Role.Administrator]) };

        await Assert.ThrowsAsync<NotAllowedException>(() =>
            Reveal.HandleAsync(administrator, new RevealPlace(run), "account", line.Account, "curious", Cancel));

        Assert.Null(Revealed.Find(line.Account));
    }

    [Theory]
    [InlineData("account", "~00000-00000")]
    [InlineData("account", "a value")]
    [InlineData("decision", "~00000-00000")]
    [InlineData("account\" OR true --", "~00000-00000")]
    public async Task Reveal_OfNothingThatIsMasked_FindsNothing(string column, string pseudonym)
    {
        var (run, _, _) = await PrepareAsync();

        Assert.Null(await Reveal.HandleAsync(Expert, new RevealPlace(run), column, pseudonym, "why", Cancel));

        Assert.DoesNotContain(await RecordAsync(), IsReveal);
    }

    [Fact]
    public async Task Reveal_AQuarterOfAnHourLater_IsMaskedAgain()
    {
        var (run, line, _) = await PrepareAsync();
        await Reveal.HandleAsync(Expert, new RevealPlace(run), "account", line.Account, "why", Cancel);
        var changes = 0;
        Revealed.Changed += () => changes++;

        _clock.Pass(RevealedValues.Lasting - TimeSpan.FromSeconds(1));
        Assert.NotNull(Revealed.Find(line.Account));
        _clock.Pass(TimeSpan.FromSeconds(1));

        Assert.Null(Revealed.Find(line.Account));
        Assert.Equal(1, changes);
    }

    [Fact]
    public async Task List_RevealPressed_AsksWhyAndShowsTheValueInNoAddress()
    {
        var (run, line, account) = await PrepareAsync();
        var page = Open<TransactionsPage>(Links.Transactions(run));
        var reveal = $"button.reveal[aria-label='Reveal {line.Account}']";
        page.WaitForState(() => page.FindAll(reveal).Count > 0);
        Assert.DoesNotContain(account, page.Markup, StringComparison.Ordinal);

        await page.InvokeAsync(() => page.FindAll(reveal)[0].Click());
        Providers.WaitForState(() => Providers.FindAll(".reveal-reason input").Count > 0);
        Providers.Find(".reveal-reason input").Input("a charge-back");
        Providers.Find(".mud-dialog form").Submit();
        page.WaitForState(() => page.Markup.Contains(account, StringComparison.Ordinal));

        Assert.DoesNotContain(page.FindAll("a"), a => a.GetAttribute("href")!.Contains(account, StringComparison.Ordinal));
        Assert.DoesNotContain(account, Navigation.Uri, StringComparison.Ordinal);
        _clock.Pass(RevealedValues.Lasting);
        page.WaitForState(() => !page.Markup.Contains(account, StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_OfWhoMayNotReveal_HasPseudonymsAndNoButton()
    {
        _person = new Actor("admin", "Ada", ActorKind.Person) { Rights = AccessPolicy.Of([Role.Administrator]) };
        var (run, _, _) = await PrepareAsync();

        var page = Open<TransactionsPage>(Links.Transactions(run));
        page.WaitForState(() => page.FindComponents<MaskedValue>().Count > 0);

        Assert.Empty(page.FindAll("button.reveal"));
    }

    private static bool IsReveal(AuditLine line) => line.Action == AuditAction.Revealed;

    private static string JsonText(AuditLine line) => System.Text.Json.JsonSerializer.Serialize(line);

    private async Task<IReadOnlyList<AuditLine>> RecordAsync() =>
        (await Services.GetRequiredService<AuditQueries>().PageAsync(new AuditFilter(), null, 100, Cancel)).Lines;

    /// <summary>Whose value the one reveal was of.</summary>
    private async Task<string?> PersonAsync()
    {
        await using var context = await Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync(Cancel);
        return (await context.AuditEntries.SingleAsync(e => e.Action == AuditAction.Revealed, Cancel)).Person;
    }

    private async Task<(int Run, TransactionSummary First, string Account)> PrepareAsync()
    {
        var run = await Shop.AddAsync();
        var line = (await Services.GetRequiredService<TransactionQueries>().FindAsync(run, 0, Cancel))!;
        return (run, line, (await SampleAsync()).Rows[0].Account);
    }
}
