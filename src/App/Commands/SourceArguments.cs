using System.CommandLine;
using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;

namespace Investigator.Commands;

/// <summary>The options by which commands are told what data there is and how to read it.</summary>
/// <param name="isRequired">Whether there is nothing to do without them.</param>
internal sealed class SourceArguments(bool isRequired = true)
{
    private readonly Option<string?> _transactions = CommonOptions.Transactions(isRequired);
    private readonly Option<string?> _events = CommonOptions.Events();

    private readonly Option<string?> _mapping = new("--mapping")
    {
        Description = "JSON: which column plays which part; without it the parts are guessed, and what is not certain must be decided",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _format = Format("--format", "How the transactions are written: encoding, delimiter, header, skip_lines, decimal, "
        + "thousands, time, time_zone, sheet, … as in the mapping's \"format\"; may be given several times");

    private readonly Option<string[]> _eventsFormat = Format("--events-format", "Likewise of the events");
    private readonly Option<string[]> _set = Format("--set", "Any other key of the mapping, such as transactions.account=user_no, as check spells it");

    private readonly Option<string?> _rejects = new("--max-rejects")
    {
        Description = "Share of a table's rows that may be refused before nothing is loaded (default 1%)",
        HelpName = "SHARE",
    };

    private readonly Option<string?> _rates = new("--rates")
    {
        Description = "CSV: currency,rate: what one unit of each currency is worth in whatever one currency",
        HelpName = "FILE",
    };

    /// <summary>In the order in which help lists them.</summary>
    public IEnumerable<Option> All => [_transactions, _events, _mapping, _format, _eventsFormat, _set, _rejects, _rates];

    /// <summary>Whether any of them is given.</summary>
    public bool AreGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <exception cref="InputException">An option's value makes no sense, or a file that it names cannot be read.</exception>
    public GivenSource Read(ParseResult parsed)
    {
        IEnumerable<MappingSetting> settings =
        [
            .. Settings(_format, "transactions.format."), .. Settings(_eventsFormat, "events.format."), .. Settings(_set, ""),
        ];
        return new GivenSource
        {
            Transactions = parsed.GetValue(_transactions) ?? throw new InputException("no transactions are given", expected: "--transactions FILE"),
            Events = parsed.GetValue(_events),
            MappingPath = parsed.GetValue(_mapping),
            Settings = [.. settings],
            RatesPath = parsed.GetValue(_rates),
            MaxRejectShare = parsed.GetValue(_rejects) is { } share ? Share(share) : null,
        };

        IEnumerable<MappingSetting> Settings(Option<string[]> option, string below) =>
            (parsed.GetValue(option) ?? []).Select(text => MappingSetting.Parse(text, below));
    }

    private static Option<string[]> Format(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "KEY=VALUE",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static double Share(string text)
    {
        var percent = text.EndsWith('%');
        if (double.TryParse(text.AsSpan().TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share))
        {
            if (percent) share /= 100;
            if (share is >= 0 and <= 1) return share;
        }

        throw new InputException("the share of rows that may be refused cannot be read", value: $"--max-rejects {text}", expected: "5% or 0.05");
    }
}
