using System.Globalization;
using Investigator.Audit;
using Investigator.Engine.Rules;
using Investigator.Filters;
using Investigator.Findings;
using Investigator.Map;
using Investigator.Transactions;
using Microsoft.AspNetCore.WebUtilities;

namespace Investigator.Web;

/// <summary>Every URL of the app in one place; what is null or default stays out of the query.</summary>
public static class Links
{
    public const string Home = "/";
    public const string Datasets = "/datasets";
    public const string AddData = "/datasets/add";
    public const string Runs = "/runs";
    public const string FindingsPath = "/findings";
    public const string MapPath = "/map";
    public const string SinglesPath = "/singles";
    public const string RulesPath = "/rules";
    public const string TagsPath = "/tags";
    public const string DashboardPath = "/dashboard";
    public const string TransactionsPath = "/transactions";
    public const string KeysPath = "/account/keys";
    public const string ApprovalsPath = "/approvals";
    public const string AuditPath = "/audit";
    public const string SettingsPath = "/settings";
    public const string AccountPath = "/account";
    public const string PeoplePath = "/people";

    public const string CatalogSchema = "/schemas/feature-catalog.schema.json";

    public static string Dataset(int id) => $"{Datasets}/{Number(id)}";

    /// <summary>What was understood of chosen files, by their ids: uploads, or files in the allowed folders.</summary>
    public static string AddDataFrom(string transactions, string? events) => With(AddData, ("transactions", transactions), ("events", events));

    /// <summary>The choice of the files, with those that are chosen already.</summary>
    public static string AddDataFiles(string? transactions, string? events) =>
        With(AddData, ("transactions", transactions), ("events", events), ("step", FilesStep));

    /// <summary>The same files being loaded.</summary>
    public static string AddDataLoading(string transactions, string? events, Guid load) =>
        With(AddDataFrom(transactions, events), ("load", load.ToString("N")));

    /// <summary>Where files are chosen, though some are.</summary>
    public const string FilesStep = "files";

    /// <summary>The inbox, its decided requests narrowed and from a place on.</summary>
    /// <summary>The record of what was done, filtered; below an entry where one is named.</summary>
    public static string Audit(AuditFilter filter, long? before = null) => With(With(AuditPath, filter), ("before", before));

    public static string Approvals(string? state = null, int? before = null) => With(ApprovalsPath, ("state", state), ("before", before));

    /// <summary>One's own account, after something was done with it.</summary>
    public static string Account(string? done = null) => With(AccountPath, ("done", done));

    /// <summary>Everybody with an account, one of them opened.</summary>
    public static string People(string? person = null) => With(PeoplePath, ("person", person));

    public static string Run(int id) => $"{Runs}/{Number(id)}";

    public static string Findings(int? run = null) => With(FindingsPath, ("run", run));

    /// <summary>A run's findings, narrowed, sorted and at a page.</summary>
    public static string Findings(int? run, FindingFilter filter, GridView view) => view.On(With(
        FindingsPath, ("run", run), ("risky", filter.Risky switch { true => "true", false => "false", null => null }),
        ("basis", filter.Basis?.ToString().ToLowerInvariant()), ("min", filter.MinSize), ("tag", filter.Tag), ("text", filter.Text)));

    /// <summary>The findings of a run that are called risky, by expected loss.</summary>
    public static string RiskyFindings(int run) => With(FindingsPath, ("run", run), ("risky", "true"));

    public static string Finding(int run, int number, string? tab = null) => With($"/runs/{Number(run)}/findings/{Number(number)}", ("tab", tab));

    public static string Finding(int run, int number, string? tab, GridView view) => view.On(Finding(run, number, tab));

    public static string Map(int? run = null, string? color = null, int? selection = null, int? finding = null) =>
        With(MapPath, ("run", run), ("color", color), ("selection", selection), ("finding", finding));

    /// <summary>The selections that a run keeps, below its map.</summary>
    public static string Selections(int run) => Map(run) + "#" + SelectionsAnchor;

    /// <summary>Where on the map's page the run's selections are.</summary>
    public const string SelectionsAnchor = "selections";

    public static string Rules(int? run = null, int? finding = null) => With(RulesPath, ("run", run), ("finding", finding));

    /// <summary>Payments that look like fraud by themselves, sorted and at a page.</summary>
    public static string Singles(int? run = null, GridView? view = null) => (view ?? new GridView()).On(With(SinglesPath, ("run", run)));

    public static string Dashboard(int? run = null) => With(DashboardPath, ("run", run));

    /// <summary>The runs page with its start dialog open; without a dataset the newest one is proposed.</summary>
    public static string NewRun(int? dataset = null) => With(Runs, ("start", dataset ?? 0));

    /// <summary>Runs narrowed to a status or a dataset; a page of those older or newer than a run.</summary>
    public static string RunsOf(string? status = null, int? dataset = null, int? before = null, int? after = null) =>
        With(Runs, ("status", status), ("dataset", dataset), ("before", before), ("after", after));

    /// <summary>Transactions of a run, narrowed.</summary>
    public static string Transactions(
        int run, int? finding = null, int? selection = null, string? day = null, bool risky = false, bool missed = false, bool fraud = false,
        bool atRisk = false) =>
        Transactions(new TransactionScope(run, finding, selection, day, risky, missed) { Fraud = fraud, AtRisk = atRisk });

    /// <summary>One transaction, as a list of one.</summary>
    public static string TransactionById(int run, string id) =>
        With(TransactionsPath, ("run", run), ("where", RuleParser.Format(new RuleCondition(TransactionFields.Id, RuleOperator.Is, Category: id))));

    public static string TransactionsOfAccount(int run, string account) =>
        With(TransactionsPath, ("run", run), ("where", RuleParser.Format(new RuleCondition(TransactionFields.Account, RuleOperator.Is, Category: account))));

    /// <summary>The same by a scope, with the grid's view.</summary>
    public static string Transactions(TransactionScope scope, GridView? view = null) => (view ?? new GridView()).On(With(TransactionsPath, scope));

    /// <summary>Data endpoints: HTTP carries data, the circuit carries intent.</summary>
    public static class Api
    {
        /// <summary>One little-endian column of the map: <c>x</c>, <c>y</c>, <c>finding</c>, <c>risk</c>, <c>outcome</c> or a feature's name.</summary>
        /// <param name="run">A finished run.</param>
        /// <param name="column">Which.</param>
        /// <param name="version">With the run's own version the answer may be kept for ever.</param>
        public static string MapColumn(int run, string column, string? version = null) =>
            With($"/api/runs/{Number(run)}/map/{Uri.EscapeDataString(column)}", ("v", version));

        /// <summary>One transaction by its row; the row's number follows.</summary>
        public static string MapPoints(int run) => $"/api/runs/{Number(run)}/points/";

        public static string Selections(int run) => $"/api/runs/{Number(run)}/selections";

        /// <summary>One of them, to be deleted.</summary>
        public static string Selection(int run, int selection) => $"{Selections(run)}/{Number(selection)}";

        public static string TransactionsCsv(
            int run, int? finding = null, int? selection = null, string? day = null, bool risky = false, bool missed = false) =>
            With($"/api/runs/{Number(run)}/transactions.csv", ("finding", finding), ("selection", selection), ("day", day), ("risky", risky ? "true" : null),
                ("missed", missed ? "true" : null));

        public static string TransactionsCsv(TransactionScope scope) => With($"/api/runs/{Number(scope.Run)}/transactions.csv", scope, withRun: false);

        public static string FindingsCsv(int run) => $"/api/runs/{Number(run)}/findings.csv";

        /// <summary>How a finding differs from the rest.</summary>
        public static string ContrastsCsv(int run, int number) => $"/api/runs/{Number(run)}/findings/{Number(number)}/contrasts.csv";

        public static string SinglesCsv(int run) => $"/api/runs/{Number(run)}/singles.csv";

        /// <summary>One rule as JSON.</summary>
        public static string RuleJson(int run, string code) => $"/api/runs/{Number(run)}/rules/{Uri.EscapeDataString(code)}.json";

        public static string RunFile(int run, string file) => $"/api/runs/{Number(run)}/files/{file}";

        /// <summary>Totals of each day, the chart's numbers.</summary>
        public static string DaysCsv(int run) => $"/api/runs/{Number(run)}/days.csv";

        /// <summary>The record of what was done.</summary>
        public static string AuditCsv(AuditFilter filter) => With("/api/audit.csv", filter);

        public static string RejectsCsv(int dataset) => $"/api/datasets/{Number(dataset)}/rejects.csv";

        /// <summary>What a dataset's columns were used as, to be used for other files on the command line.</summary>
        public static string MappingJson(int dataset) => $"/api/datasets/{Number(dataset)}/mapping.json";
    }

    /// <summary><paramref name="path"/> with the given query parameters, those without a value left out.</summary>
    public static string With(string path, params ReadOnlySpan<(string Name, object? Value)> query)
    {
        foreach (var (name, value) in query)
        {
            if (value is not null) path = QueryHelpers.AddQueryString(path, name, Convert.ToString(value, CultureInfo.InvariantCulture)!);
        }

        return path;
    }

    private static string With(string path, AuditFilter filter) => With(
        path, ("who", filter.Who), ("action", filter.Action?.ToString().ToLowerInvariant()), ("kind", filter.Kind), ("key", filter.Key),
        ("from", AuditFilter.Day(filter.From)), ("to", AuditFilter.Day(filter.To)), ("text", filter.Text));

    private static string With(string path, TransactionScope scope, bool withRun = true)
    {
        path = With(
            path, ("run", withRun ? scope.Run : null), ("finding", scope.Finding), ("cluster", scope.Cluster), ("selection", scope.Selection),
            ("day", scope.Day), ("risky", scope.Risky ? "true" : null), ("missed", scope.Missed ? "true" : null), ("fraud", scope.Fraud ? "true" : null),
            ("atRisk", scope.AtRisk ? "true" : null), ("tag", scope.Tag));
        foreach (var condition in scope.Where ?? []) path = With(path, ("where", condition));
        return path;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
