using System.Text.Json;
using System.Text.RegularExpressions;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Findings;
using Investigator.Engine.Ingest;
using Investigator.Engine.Narratives;
using Investigator.Engine.Risk;
using Investigator.Engine.Rules;
using Investigator.Engine.Tests.Risk;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Narratives;

public partial class NarrativeWriterTests
{
    private static readonly (string?, double?) Unknown = (null, null);

    private static (IReadOnlyList<FindingNarrative> Told, IReadOnlyList<FindingRisk> Risks, IReadOnlyList<FindingRule> Rules) Tell(
        Shop shop, bool attention = false, ClockStep? clock = null)
    {
        using var folder = new TempFolder();
        var dataset = shop.Write(folder.Path) with { TransactionClock = clock, EventClock = clock };
        var (clustering, sequences) = (shop.Clustering(), shop.Sequences());
        var features = shop.Features() with
        {
            Columns = [.. shop.Features().Columns.Select(c => c.Definition.Unit == Units.Seconds
                ? c with { Definition = c.Definition with { Clock = clock } } : c)],
        };
        var (facts, scripts) = (shop.Facts(dataset), shop.Scripts(dataset));
        var risks = RiskAssessment.Assess(dataset, clustering.Members(), facts, scripts, new RiskOptions(), Shop.Context);
        var findings = FindingBuilder.EachCluster(clustering);
        var rules = RuleLearner.Learn(dataset, findings, facts, features, risks, new RuleOptions(), Shop.Context);
        var weights = attention ? Attention(shop) : null;
        return (NarrativeWriter.Write(dataset, findings, facts, scripts, features, sequences, weights, risks, Shop.Context), risks, rules);
    }

    /// <summary>All attention on the last page.</summary>
    private static BehaviorEmbedding Attention(Shop shop) => new()
    {
        Vectors = new float[shop.Payments.Count],
        Dimension = 1,
        Attention = [.. shop.Payments.SelectMany(p => p.Pages.Select((_, i) => i == p.Pages.Length - 1 ? 1f : 0f))],
        Training = new TrainingReport(0, [], 1, 0),
    };

    private static List<string> Text(FindingNarrative story, SentencePlace place) => [.. story.Sentences.Where(s => s.Place == place).Select(s => s.Text)];

    private static string Text(FindingNarrative story, SentenceKind kind) => string.Join("\n", story.Sentences.Where(s => s.Kind == kind).Select(s => s.Text));

    [Theory]
    [InlineData(ClockStep.Minute)]
    [InlineData(null)]
    public void Write_FarmWithinOneMinuteOfItsClock_IsNotToldInZeroSeconds(ClockStep? clock)
    {
        var shop = new Shop().AddCrowd(600);
        shop.Add(Enumerable.Range(0, 40).Select(i => new Payment(300, $"f{i}", 20, $"fd{i % 4}", $"fi{i}", "approved", "fraud", 400, 0)
        {
            Pages = ["home"],
            Dwell = [0],
        }));
        var story = Tell(shop, attention: true, clock).Told[0];
        var text = story.Headline + string.Join('\n', story.Sentences.Select(s => s.Text));
        Assert.Equal(clock is null, Regex.IsMatch(text, @"\b0 s\b|one moment"));
        Assert.Equal(clock is not null, text.Contains("within the same minute as their first page", StringComparison.Ordinal));
        Assert.Equal(clock is not null, story.Headline.Contains("accounts within the same minute", StringComparison.Ordinal));
        Assert.Equal((clock, clock), (story.Clock, story.Behavior!.Clock));
        Assert.Contains("40 payments", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Ring_SaysItsNumbersWithDenominatorsAndTheRest()
    {
        var (told, risks, _) = Tell(
            new Shop().AddCrowd(600).AddRing(0, i => i < 18 ? ("fraud", 500) : i < 20 ? ("legitimate", 600) : Unknown), attention: true);
        var story = told[0];
        Assert.Equal("Scripted payments from 3 devices by 24 mostly new accounts over 3.6 h: "
            + "30 payments (10 declined), €1,545.00, 18 of 20 known outcomes are fraud", story.Headline);
        Assert.Equal(
            [
                "30 scripted payments by 24 mostly new accounts on 3 shared devices between 2026-03-17 16:00 and 2026-03-17 19:37 UTC (3.63 h), "
                + "€1,545.00 in all, €1,030.00 of it not declined.",
                $"Probably fraud: {Wording.Chance(risks[0].Probability)} (90% interval: {Wording.ChanceBetween(risks[0].Low, risks[0].High)}), because "
                + "18 of 20 known outcomes are fraud, all 30 payments came from 3 shared devices and "
                + "all 30 followed the same pages at nearly the same pace as others. The expected loss is about "
                + $"€{FindingOrder.TwoDigits(risks[0].ExpectedLoss):0}.",
            ],
            Text(story, SentencePlace.Lead));
        Assert.Equal(
            [
                "20 of 30 payments had a known outcome by 2026-03-30 22:18 UTC: 18 fraud, 2 legitimate; elsewhere 12 of 311 known outcomes are fraud (3.9%).",
                "The 3 devices serve 8 accounts each on average; elsewhere a device serves 1 account on average.",
                "Of all other payments none followed the same pages at nearly the same pace as others.",
            ],
            Text(story, SentencePlace.Reason));
        Assert.Equal(["rd0 10", "rd1 10", "rd2 10"], Names("The 3 devices serve"));
        Assert.Equal(["r0 2", "r1 2", "r2 2", "r3 2", "r4 2"], Names("Of the 24 accounts, these 5 made the most payments."));
        var details = string.Join('\n', Text(story, SentencePlace.Detail));
        Assert.Contains("The engine had approved 12 of 18 known frauds, worth ", details, StringComparison.Ordinal);
        Assert.Contains("All 30 payments fell within 3.63 h; of all other payments ", details, StringComparison.Ordinal);
        Assert.DoesNotContain("attention", string.Join('\n', story.Sentences.Select(s => s.Text)), StringComparison.OrdinalIgnoreCase);

        IEnumerable<string> Names(string sentence) =>
            Assert.Single(story.Sentences, s => s.Text.Contains(sentence, StringComparison.Ordinal)).Names.Select(n => $"{n.Value} {n.Payments}");
    }

    [Fact]
    public void Write_ValueThatMostOthersUseToo_IsAHubAndNotNamed()
    {
        // The office's address serves 60 accounts, the ring's device its own 24.
        var shop = new Shop().AddCrowd(600).AddRing(0, _ => Unknown).With(p => p.Cluster == 0 || p.Account.EndsWith('1'), p => p with { Ip = "office" });
        var story = Tell(shop).Told[0];
        Assert.DoesNotContain(story.Sentences.SelectMany(s => s.Names), n => n.Value == "office");
        Assert.Contains(story.Sentences.SelectMany(s => s.Names), n => n.Entity == "device");
        Assert.DoesNotContain(story.Sentences, s => s.Text.Contains("IP addresses that several accounts share", StringComparison.Ordinal));
        Assert.DoesNotContain(story.Sentences, s => s.Text.Contains("1 IP address that", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_SeveralKindsShared_AreOneSentenceBeyondTheFirst()
    {
        var shop = new Shop().AddCrowd(600).AddRing(0, _ => Unknown);
        var number = 0;
        var story = Tell(shop.With(p => p.Cluster == 0, p => p with { Ip = $"ri{number++ % 6}" })).Told[0];
        var also = Assert.Single(story.Sentences, s => s.Text.StartsWith("Several accounts also share ", StringComparison.Ordinal));
        Assert.Matches(@"^Several accounts also share (3 devices|6 IP addresses) \(all 30 payments\)\.$", also.Text);
        Assert.Single(story.Sentences, s => s.Text.Contains(" accounts each on average", StringComparison.Ordinal));
        var said = also.Names[0].Entity == "device" ? "IP addresses" : "devices";
        Assert.Contains($"shared {said} ", Text(story, SentencePlace.Lead)[0], StringComparison.Ordinal);
        Assert.Contains($"shared {said}", Text(story, SentencePlace.Lead)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PaceToldBySigns_IsNotToldAgain()
    {
        var story = Tell(new Shop().AddCrowd(600).AddRing(0, _ => Unknown)).Told[0];
        Assert.Contains("at nearly the same pace", string.Join('\n', Text(story, SentencePlace.Lead)), StringComparison.Ordinal);
        Assert.DoesNotContain(story.Sentences, s => s.Text.Contains("median time on the page", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3, " Devices rd0, rd1, rd2.")]
    [InlineData(8, " Among them: devices rd0, rd1, rd2, rd3, rd4.")]
    public void WriteFile_NamedValues_AreAmongThemOnlyWhereThereAreMore(int devices, string expected)
    {
        var shop = new Shop().AddCrowd(600).AddRing(0, _ => Unknown);
        var number = 0;
        var (told, risks, rules) = Tell(shop.With(p => p.Cluster == 0, p => p with { Device = $"rd{number++ % devices}" }));
        using var folder = new TempFolder();
        NarrativeFile.Write(folder.File("narratives.md"), told, risks, rules);
        Assert.Contains(expected, File.ReadAllText(folder.File("narratives.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_EverySentence_IsSaidOnce()
    {
        var (told, _, _) = Tell(new Shop().AddCrowd(600).AddRing(0, i => i < 18 ? ("fraud", 500) : Unknown));
        Assert.All(told, t => Assert.Equal(t.Sentences.Count, t.Sentences.Select(s => s.Text).Distinct().Count()));
        Assert.All(told, t => Assert.InRange(t.Sentences.Count(s => s.Place == SentencePlace.Reason), 1, 3));
        Assert.All(told, t => Assert.Equal(2, t.Sentences.Count(s => s.Place == SentencePlace.Lead)));
    }

    [Fact]
    public void Write_ContrastSentences_CountWhatTheirConditionsMatch()
    {
        var shop = new Shop().AddCrowd(600).AddRing(0, _ => Unknown);
        var (told, _, _) = Tell(shop);
        var (features, members) = (shop.Features(), shop.Clustering().Members()[0]);
        var checkedSentences = 0;
        foreach (var sentence in told[0].Sentences.Where(s => s.Kind == SentenceKind.Contrast && s.Text.StartsWith("For", StringComparison.Ordinal)))
        {
            var mine = RuleMatch.Rows(features, sentence.Rows!, members).Length;
            var all = RuleMatch.Rows(features, sentence.Rows!).Length;
            var here = PartOf().Match(sentence.Text);
            Assert.Equal((mine, 30), sentence.Text.StartsWith("For all", StringComparison.Ordinal)
                ? (30, 30)
                : (int.Parse(here.Groups[1].Value, null), int.Parse(here.Groups[2].Value, null)));
            var elsewhere = sentence.Text[sentence.Text.IndexOf("elsewhere for", StringComparison.Ordinal)..];
            Assert.StartsWith(all == mine ? "elsewhere for none of 600" : $"elsewhere for {all - mine} of 600", elsewhere, StringComparison.Ordinal);
            checkedSentences++;
        }
        Assert.Equal(3, checkedSentences);
    }

    [Fact]
    public void Write_CounterExamples_OpenTheRowsTheyCount()
    {
        var shop = new Shop().AddCrowd(600).AddRing(0, _ => Unknown);
        var (told, _, _) = Tell(shop);
        foreach (var sentence in told[0].Sentences.Where(s => s.Kind == SentenceKind.CounterExample && s.Rows is not null))
        {
            var count = int.Parse(PartOf().Match(sentence.Text).Groups[1].Value, null);
            Assert.Equal(count, RuleMatch.Rows(shop.Features(), sentence.Rows!, shop.Clustering().Members()[0]).Length);
        }
        Assert.Contains(told[0].Sentences, s => s.Kind == SentenceKind.CounterExample);
    }

    [Fact]
    public void Write_ApprovedFrauds_OpenThem()
    {
        var (told, risks, _) = Tell(new Shop().AddCrowd(600).AddRing(0, i => i < 18 ? ("fraud", 500) : i < 20 ? ("legitimate", 600) : Unknown));
        var sentence = Assert.Single(told[0].Sentences, s => s.MissedOnly);
        Assert.StartsWith($"The engine had approved {risks[0].Outcomes.MissedFraud} of {risks[0].Outcomes.Fraud} known frauds", sentence.Text,
            StringComparison.Ordinal);
        Assert.Empty(sentence.Rows!);
    }

    [Fact]
    public void Write_MembersWithoutAValue_AreSaidToHaveNone()
    {
        var shop = new Shop().AddCrowd(600).AddRing(0, _ => Unknown);
        var (told, _, _) = Tell(
            shop.With(p => p.Cluster == 0 && p.Hours < 400.3, p => p with { Browser = null, OnDevice = float.NaN, Dwell = [], Pages = [] }));
        Assert.Contains(told[0].Sentences, s =>
            s.Kind == SentenceKind.CounterExample && s.Text.EndsWith("(3 of these have no value).", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_Contrasts_AreMannWhitneyEffects()
    {
        var shop = new Shop();
        // Members 10, 20, 30 against 20, 5, 5: 10 beats two, 20 beats two and ties with one, 30 beats three; 7.5 of 9.
        shop.Add(new[] { 10.0, 20, 30 }.Select((a, i) => new Payment(i, "m", a, Cluster: 0)));
        shop.Add(new[] { 20.0, 5, 5 }.Select((a, i) => new Payment(10 + i, "o", a)));
        var (told, _, _) = Tell(shop);
        var contrast = Assert.Single(told[0].Contrasts, c => c.Feature == "amount");
        Assert.Equal((2 * 7.5 / 9) - 1, contrast.Effect, 9);
        Assert.Equal((20.0, 5.0, 12.0, 28.0), (
            contrast.ClusterMedian, contrast.RestMedian, Math.Round(contrast.ClusterLow, 5), Math.Round(contrast.ClusterHigh, 5)));
    }

    [Fact]
    public void Write_CategoryContrast_IsADifferenceOfShares()
    {
        var shop = new Shop().AddCrowd(300).AddRing(0, _ => Unknown);
        var contrast = Assert.Single(Tell(shop).Told[0].Contrasts, c => c.Feature == "browser");
        Assert.Equal(("Opera", 1.0, 0.0, 1.0), (contrast.Category, contrast.ClusterMedian, contrast.RestMedian, contrast.Effect));
    }

    [Fact]
    public void Write_WithoutOutcomes_SaysWhatTheRiskRestsOn()
    {
        var story = Tell(new Shop().AddCrowd(600).AddRing(0, _ => Unknown)).Told[0];
        Assert.EndsWith("no outcome known yet", story.Headline, StringComparison.Ordinal);
        Assert.Contains("No outcome of the 30 payments was known by ", Text(story, SentenceKind.Outcome), StringComparison.Ordinal);
        Assert.Contains(", because all 30 payments came from 3 shared devices, all 30 followed ", Text(story, SentencePlace.Lead)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_BareDataAndOnePayment_GivesWholeSentences()
    {
        var shop = new Shop { WithEntities = false, WithDecisions = false, WithOutcomes = false, Currency = null };
        shop.Add(Enumerable.Range(0, 40).Select(i => new Payment(i, $"a{i % 7}", Cluster: i == 3 ? 1 : i % 2 == 0 ? 0 : -1)));
        var (told, _, _) = Tell(shop);
        Assert.Equal("Similar payments by 1 account at one moment: 1 payment, no outcome known yet", told[1].Headline);
        Assert.Contains("1 similar payment by 1 account at 2026-03-01 03:00 UTC.", Text(told[1], SentenceKind.What), StringComparison.Ordinal);
        Assert.Contains("The data holds no outcomes", Text(told[0], SentenceKind.Outcome), StringComparison.Ordinal);
        Assert.All(told.SelectMany(t => t.Sentences), AssertWhole);
    }

    [Fact]
    public void Write_Everything_HasNoEmptySentenceAndNoNaN()
    {
        var shop = new Shop { Currency = "CHF" }.AddCrowd(300).AddRing(0, i => i == 0 ? ("legitimate", 410) : Unknown)
            .AddRing(1, i => ("fraud", 700), hours: 600);
        shop.Add(new Shop().AddCrowd(50, seed: 7).Payments.Select(p => p with { Cluster = 2, Pages = [], Dwell = [] }));
        var (told, risks, rules) = Tell(shop);
        Assert.Equal([0, 1, 2], told.Select(t => t.Finding));
        Assert.All(told.SelectMany(t => t.Sentences), AssertWhole);
        Assert.All(told, t => Assert.Contains("CHF ", t.Headline, StringComparison.Ordinal));
        Assert.Contains("No page view is known before any of the 50 payments.", Text(told[2], SentenceKind.Behavior), StringComparison.Ordinal);
        Assert.True(told[2].Sentences.Count < told[0].Sentences.Count);

        using var folder = new TempFolder();
        NarrativeFile.Write(folder.File("narratives.md"), told, risks, rules);
        var file = File.ReadAllText(folder.File("narratives.md"));
        var order = Regex.Matches(file, "^## Finding (\\d+)", RegexOptions.Multiline).Select(m => int.Parse(m.Groups[1].Value, null));
        Assert.Equal(risks.Order(FindingOrder.WorstFirst).Select(r => r.Finding), order);
        Assert.DoesNotContain("NaN", file, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Twice_GivesTheSameWords()
    {
        var shop = new Shop().AddCrowd(300).AddRing(0, _ => Unknown);
        Assert.Equal(JsonSerializer.Serialize(Tell(shop).Told), JsonSerializer.Serialize(Tell(shop).Told));
    }

    [Fact]
    public void Write_NoFindings_GivesNone()
    {
        var (told, risks, rules) = Tell(new Shop().AddCrowd(20));
        Assert.Empty(told);
        using var folder = new TempFolder();
        NarrativeFile.Write(folder.File("narratives.md"), told, risks, rules);
        Assert.Contains("No findings were made.", File.ReadAllText(folder.File("narratives.md")), StringComparison.Ordinal);
    }

    private static void AssertWhole(NarrativeSentence sentence)
    {
        Assert.Matches("^[A-Z0-9].*\\.$", sentence.Text);
        Assert.DoesNotContain("NaN", sentence.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", sentence.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("  ", sentence.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(^|[^\d.,])1 (payments|accounts|devices)\b", sentence.Text);
    }

    [GeneratedRegex(@"(\d+) of (?:the )?(\d+)")]
    private static partial Regex PartOf();
}
