using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Runs;
using Investigator.Selections;
using Investigator.Storage.Database;
using Investigator.Tags;
using Investigator.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Tags;

public sealed class TagTests : PageTest
{
    private AddTag Add => Services.GetRequiredService<AddTag>();

    private TagQueries Queries => Services.GetRequiredService<TagQueries>();

    [Fact]
    public async Task AddTag_OnAFinding_KeepsWhoWhenAndThePayments()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var label = sample.Findings[0].Number;
        var target = TagTarget.OfFinding(run, label);

        var id = await Add.HandleAsync(Actor.Local, target, " card testing ", TagKind.FraudType);

        var mark = Assert.Single(await Queries.OfAsync(target));
        Assert.Equal((id, "card testing", TagKind.FraudType, Actor.Local.Id), (mark.Id, mark.Tag.Word, mark.Tag.Kind, mark.By));
        await using var context = await ContextAsync();
        var row = await context.Taggings.Include(t => t.Payments).SingleAsync();
        var members = sample.Members(label).ToList();
        Assert.Equal(members.Select(m => m.Id), PaymentSet.Unpack(row.Payments!.Packed).Ids);
        Assert.Equal((members.Count, members[0].Time, members[^1].Time), (row.Count, row.From, row.To));
        Assert.Equal(members.Sum(m => m.Amount ?? 0), row.Money, 6);
        Assert.Equal(sample.Findings[0].Headline, row.Headline);
    }

    [Fact]
    public async Task AddTag_SameWordInOtherLetters_IsOneTagAndOneTagging()
    {
        var run = await Shop.AddAsync();
        var label = (await SampleAsync()).Findings[0].Number;
        var first = await Add.HandleAsync(Actor.Local, TagTarget.OfFinding(run, label), "Mule ring", TagKind.FraudType);
        var second = await Add.HandleAsync(Actor.Local, TagTarget.OfFinding(run, label), "mule RING", TagKind.InnocentKind);
        Assert.Equal(first, second);
        Assert.Equal(("Mule ring", TagKind.FraudType), Assert.Single((await Queries.ListAsync()).Select(t => (t.Word, t.Kind))));
    }

    [Fact]
    public async Task AddTag_ManyAtOnce_IsOneTagging()
    {
        var run = await Shop.AddAsync();
        var target = TagTarget.OfFinding(run, (await SampleAsync()).Findings[0].Number);
        string[] words = ["Büro", "BÜRO", "büro", "Büro"];
        var ids = await Task.WhenAll(words.Select(word => Add.HandleAsync(Actor.Local, target, word, TagKind.InnocentKind)));
        Assert.Single(ids.Distinct());
        Assert.Single(await Queries.OfAsync(target));
        Assert.Single(await Queries.ListAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u202Eb")]
    [InlineData("a\nb")]
    [InlineData("=1+1")]
    [InlineData("12345678901234567890123456789012345678901")]
    public async Task AddTag_WordThatCannotBeRead_IsRefusedAndNothingIsWritten(string word)
    {
        var run = await Shop.AddAsync();
        var label = (await SampleAsync()).Findings[0].Number;
        var refused = await Assert.ThrowsAsync<InputException>(() => Add.HandleAsync(Actor.Local, TagTarget.OfFinding(run, label), word, TagKind.FraudType));
        Assert.Contains("1 to 40 characters", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await Queries.ListAsync());
    }

    [Fact]
    public async Task AddTag_ColorOutsideThePalette_IsRefused()
    {
        var run = await Shop.AddAsync();
        var label = (await SampleAsync()).Findings[0].Number;
        var target = TagTarget.OfFinding(run, label);
        await Assert.ThrowsAsync<InputException>(() => Add.HandleAsync(Actor.Local, target, "office", TagKind.InnocentKind, "red;background:url(x)"));
        Assert.Empty(await Queries.ListAsync());
    }

    [Fact]
    public async Task AddTag_NoSuchFindingOrRun_WritesNothing()
    {
        var run = await Shop.AddAsync();
        Assert.Null(await Add.HandleAsync(Actor.Local, TagTarget.OfFinding(run, 9999), "office", TagKind.InnocentKind));
        Assert.Null(await Add.HandleAsync(Actor.Local, TagTarget.OfFinding(run + 1, 0), "office", TagKind.InnocentKind));
        Assert.Null(await Add.HandleAsync(Actor.Local, TagTarget.OfSelection(run, 77), "office", TagKind.InnocentKind));
        Assert.Empty(await Queries.PlacesAsync());
    }

    [Fact]
    public async Task RemoveTag_Standing_TakesItOffAndKeepsThatItStood()
    {
        var run = await Shop.AddAsync();
        var target = TagTarget.OfFinding(run, (await SampleAsync()).Findings[0].Number);
        var id = await Add.HandleAsync(Actor.Local, target, "office", TagKind.InnocentKind);
        var remove = Services.GetRequiredService<RemoveTag>();

        Assert.True(await remove.HandleAsync(Actor.Local, id!.Value));
        Assert.False(await remove.HandleAsync(Actor.Local, id.Value));

        Assert.Empty(await Queries.OfAsync(target));
        await using var context = await ContextAsync();
        var row = await context.Taggings.SingleAsync();
        Assert.Equal(Actor.Local.Id, row.RemovedBy);
        Assert.NotNull(row.RemovedAt);
    }

    [Fact]
    public async Task Tags_RunDeleted_OutliveItWithTheirPayments()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        await Add.HandleAsync(Actor.Local, TagTarget.OfFinding(run, sample.Findings[0].Number), "mule ring", TagKind.FraudType);
        await using (var context = await Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().OpenAsync(Actor.Machine, Permission.StartRuns))
        {
            context.Remove(await context.Set<RunEntity>().SingleAsync(r => r.Id == run));
            await context.SaveChangesAsync();
        }

        var place = Assert.Single(await Queries.PlacesAsync());
        Assert.Null(place.Run);
        Assert.Equal(sample.Findings[0].Headline, place.Headline);
        await using var after = await ContextAsync();
        Assert.Equal(place.Count, PaymentSet.Unpack((await after.TaggedPayments.SingleAsync()).Packed).Count);
    }

    [Fact]
    public async Task Offers_FindingOfALaterRunWithTheSamePayments_OffersItsTag()
    {
        var dataset = await Shop.AddDatasetAsync();
        var (first, second, sample) = (await Shop.AddFinishedRunAsync(dataset), await Shop.AddFinishedRunAsync(dataset), await SampleAsync());
        var (tagged, other) = (sample.Findings[0], sample.Findings[1]);
        await Add.HandleAsync(Actor.Local, TagTarget.OfFinding(first, tagged.Number), "mule ring", TagKind.FraudType);
        var offers = Services.GetRequiredService<TagOfferQueries>();

        var offer = Assert.Single(await offers.ForAsync(TagTarget.OfFinding(second, tagged.Number)));
        Assert.Equal(("mule ring", tagged.Size, tagged.Size, first), (offer.Tag.Word, offer.Shared, offer.Of, offer.Run));
        Assert.Empty(await offers.ForAsync(TagTarget.OfFinding(second, other.Number)));
        Assert.Empty(await offers.ForAsync(TagTarget.OfFinding(first, tagged.Number)));

        await Add.HandleAsync(Actor.Local, TagTarget.OfFinding(second, tagged.Number), offer.Tag.Word, offer.Tag.Kind);
        Assert.Empty(await offers.ForAsync(TagTarget.OfFinding(second, tagged.Number)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public async Task Offers_AboutHalfOfThePaymentsTagged_OffersFromHalfOn(int more, bool offered)
    {
        var dataset = await Shop.AddDatasetAsync();
        var (first, second, sample) = (await Shop.AddFinishedRunAsync(dataset), await Shop.AddFinishedRunAsync(dataset), await SampleAsync());
        var label = sample.Findings[0].Number;
        var members = sample.Members(label).ToList();
        var part = members.Take(((members.Count + 1) / 2) + more).ToList();
        var payments = new PaymentSet([.. part.Select(m => m.Id)], [.. part.Select(m => m.Account)], [.. part.Select(m => Microseconds(m.Time))]);
        await TagPaymentsAsync(first, payments, members);

        Assert.Equal(offered, (await Services.GetRequiredService<TagOfferQueries>().ForAsync(TagTarget.OfFinding(second, label))).Count == 1);
    }

    [Fact]
    public async Task Offers_OtherShopsPaymentsOfTheSameNumbers_OffersNothing()
    {
        var dataset = await Shop.AddDatasetAsync();
        var (first, second, sample) = (await Shop.AddFinishedRunAsync(dataset), await Shop.AddFinishedRunAsync(dataset), await SampleAsync());
        var label = sample.Findings[0].Number;
        var members = sample.Members(label).ToList();
        var ofOthers = new PaymentSet(
            [.. members.Select(m => m.Id)],
            [.. members.Select(m => "other " + m.Account)],
            [.. members.Select(m => Microseconds(m.Time))]);
        await TagPaymentsAsync(first, ofOthers, members);

        Assert.Empty(await Services.GetRequiredService<TagOfferQueries>().ForAsync(TagTarget.OfFinding(second, label)));
    }

    [Fact]
    public async Task Selection_Tagged_KeepsItsPayments()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var members = sample.Members(sample.Findings[0].Number).ToList();
        var selection = await Services.GetRequiredService<CreateSelection>().HandleAsync(Actor.Local, run, new FindingShape(sample.Findings[0].Number));
        var target = TagTarget.OfSelection(run, selection!.Id);
        await Add.HandleAsync(Actor.Local, target, "office", TagKind.InnocentKind);
        Assert.Equal("office", Assert.Single(await Queries.OfAsync(target)).Tag.Word);
        await using var context = await ContextAsync();
        Assert.Equal(members.Select(m => m.Id), PaymentSet.Unpack((await context.TaggedPayments.SingleAsync()).Packed).Ids);
    }

    [Fact]
    public async Task Transactions_ScopeOfATag_AreTheTaggedRowsAndTheirFileNamesTheTag()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var label = sample.Findings[0].Number;
        await Add.HandleAsync(Actor.Local, TagTarget.OfFinding(run, label), "mule ring", TagKind.FraudType);
        var selection = await Services.GetRequiredService<CreateSelection>().HandleAsync(Actor.Local, run, new FindingShape(sample.Findings[1].Number));
        await Add.HandleAsync(Actor.Local, TagTarget.OfSelection(run, selection!.Id), "office", TagKind.InnocentKind);
        var tags = (await Queries.ListAsync()).ToDictionary(t => t.Word, t => t.Id);
        var (scopes, transactions) = (Services.GetRequiredService<ScopeQueries>(), Services.GetRequiredService<TransactionQueries>());

        foreach (var (word, cluster) in ((string, int)[])[("mule ring", label), ("office", sample.Findings[1].Number)])
        {
            var scope = await scopes.ResolveAsync(new TransactionScope(run) { Tag = tags[word] });
            Assert.Null(scope.Problem);
            Assert.Equal(sample.Members(cluster).Count(), (await transactions.TotalsAsync(run, scope.Filter)).Count);
        }

        var both = await scopes.ResolveAsync(new TransactionScope(run, Selection: selection.Id) { Tag = tags["mule ring"] });
        Assert.Equal(0, (await transactions.TotalsAsync(run, both.Filter)).Count);
        Assert.Equal("There is no tag 99.", (await scopes.ResolveAsync(new TransactionScope(run) { Tag = 99 })).Problem);

        var path = Path.Combine(Data.Path, "all.csv");
        await transactions.ExportAsync(run, new TransactionFilter(), path);
        var lines = await File.ReadAllLinesAsync(path);
        Assert.EndsWith(",tags", lines[0], StringComparison.Ordinal);
        Assert.Equal(sample.Members(label).Count(), lines.Count(l => l.EndsWith(",mule ring", StringComparison.Ordinal)));
        Assert.Equal(sample.Members(sample.Findings[1].Number).Count(), lines.Count(l => l.EndsWith(",office", StringComparison.Ordinal)));
    }

    private static long Microseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>A tag as it would stand after the cluster changed its members.</summary>
    private async Task TagPaymentsAsync(int run, PaymentSet payments, List<RunRow> members)
    {
        await using var context = await Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().OpenAsync(Actor.Local, Permission.StartRuns);
        context.Taggings.Add(new TaggingEntity
        {
            Tag = new TagEntity { Word = "mule ring", Color = TagPalette.ColorOf(TagKind.FraudType), CreatedAt = members[0].Time },
            RunId = run,
            Finding = 0,
            Source = "shop",
            Headline = "a ring",
            Count = payments.Count,
            From = members[0].Time,
            To = members[^1].Time,
            Payments = new TaggedPaymentsEntity { Packed = payments.Pack() },
            CreatedAt = members[0].Time,
        });
        await context.SaveChangesAsync();
    }

    private Task<InvestigatorContext> ContextAsync() => Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
}
