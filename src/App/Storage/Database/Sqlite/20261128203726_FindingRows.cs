using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Investigator.Storage.Database.Sqlite
{
    /// <inheritdoc />
    public partial class FindingRows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "Cluster",
                table: "taggings",
                newName: "Finding");

            migrationBuilder.RenameIndex(
                name: "IX_taggings_RunId_Cluster",
                table: "taggings",
                newName: "IX_taggings_RunId_Finding");

            migrationBuilder.AddColumn<int>(
                name: "FindingCount",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "findings",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    RunId = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Size = table.Column<int>(type: "INTEGER", nullable: false),
                    Risky = table.Column<bool>(type: "INTEGER", nullable: false),
                    Basis = table.Column<string>(type: "TEXT", nullable: false),
                    Probability = table.Column<double>(type: "REAL", nullable: true),
                    Low = table.Column<double>(type: "REAL", nullable: true),
                    High = table.Column<double>(type: "REAL", nullable: true),
                    MoneyAtRisk = table.Column<double>(type: "REAL", nullable: false),
                    ExpectedLoss = table.Column<double>(type: "REAL", nullable: false),
                    Known = table.Column<int>(type: "INTEGER", nullable: false),
                    Fraud = table.Column<int>(type: "INTEGER", nullable: false),
                    FraudShare = table.Column<double>(type: "REAL", nullable: false),
                    Money = table.Column<double>(type: "REAL", nullable: false),
                    FraudMoney = table.Column<double>(type: "REAL", nullable: false),
                    MissedFraud = table.Column<int>(type: "INTEGER", nullable: false),
                    MissedFraudMoney = table.Column<double>(type: "REAL", nullable: false),
                    Approved = table.Column<int>(type: "INTEGER", nullable: false),
                    Declined = table.Column<int>(type: "INTEGER", nullable: false),
                    Coordination = table.Column<double>(type: "REAL", nullable: false),
                    Signals = table.Column<string>(type: "TEXT", nullable: false),
                    Parts = table.Column<string>(type: "TEXT", nullable: false),
                    Accounts = table.Column<int>(type: "INTEGER", nullable: false),
                    From = table.Column<DateTime>(type: "TEXT", nullable: false),
                    To = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Headline = table.Column<string>(type: "TEXT", nullable: false),
                    Narrative = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_findings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_findings_runs_RunId",
                        column: x => x.RunId,
                        principalTable: "runs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_findings_RunId_ExpectedLoss",
                table: "findings",
                columns: new[] { "RunId", "ExpectedLoss" });

            migrationBuilder.CreateIndex(
                name: "IX_findings_RunId_Number",
                table: "findings",
                columns: new[] { "RunId", "Number" },
                unique: true);

            // A run of before had clusters alone, and each was what is a finding now. What their outcomes said of fraud is kept; where none was known, there
            // is no probability. How much of the declined payments' money is in the sum is not known: their share of the payments is taken.
            migrationBuilder.Sql("""
                INSERT INTO findings (
                    Id, RunId, Number, Size, Risky, Basis, Probability, Low, High, MoneyAtRisk, ExpectedLoss, Known, Fraud, FraudShare, Money, FraudMoney,
                    MissedFraud, MissedFraudMoney, Approved, Declined, Coordination, Signals, Parts, Accounts, "From", "To", Headline, Narrative)
                SELECT Id, RunId, Label, Size, Risky, Basis, P, iif(P IS NULL, NULL, LowerBound), iif(P IS NULL, NULL, UpperBound),
                    AtRisk, coalesce(P, 0) * AtRisk, Known, Fraud, FraudShare, Money, FraudMoney, MissedFraud, MissedFraudMoney, Approved, Declined, Coordination, Signals,
                    json_object('clusters', json_array(Label), 'is_part', json('false'), 'reasons', json_array()),
                    Accounts, "From", "To", Headline, Narrative
                FROM (SELECT *,
                        iif(Known > 0, max(LowerBound, min(UpperBound, FraudShare)), NULL) AS P,
                        Money * (Size - Declined) / max(Size, 1) AS AtRisk
                    FROM clusters)
                """);
            migrationBuilder.Sql("UPDATE runs SET FindingCount = ClusterCount");

            migrationBuilder.DropTable(
                name: "clusters");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "FindingCount",
                table: "runs");

            migrationBuilder.RenameColumn(
                name: "Finding",
                table: "taggings",
                newName: "Cluster");

            migrationBuilder.RenameIndex(
                name: "IX_taggings_RunId_Finding",
                table: "taggings",
                newName: "IX_taggings_RunId_Cluster");

            migrationBuilder.CreateTable(
                name: "clusters",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Accounts = table.Column<int>(type: "INTEGER", nullable: false),
                    Approved = table.Column<int>(type: "INTEGER", nullable: false),
                    Basis = table.Column<string>(type: "TEXT", nullable: false),
                    Coordination = table.Column<double>(type: "REAL", nullable: false),
                    Declined = table.Column<int>(type: "INTEGER", nullable: false),
                    Fraud = table.Column<int>(type: "INTEGER", nullable: false),
                    FraudMoney = table.Column<double>(type: "REAL", nullable: false),
                    FraudShare = table.Column<double>(type: "REAL", nullable: false),
                    From = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Headline = table.Column<string>(type: "TEXT", nullable: false),
                    Known = table.Column<int>(type: "INTEGER", nullable: false),
                    Label = table.Column<int>(type: "INTEGER", nullable: false),
                    Lift = table.Column<double>(type: "REAL", nullable: false),
                    LowerBound = table.Column<double>(type: "REAL", nullable: false),
                    MissedFraud = table.Column<int>(type: "INTEGER", nullable: false),
                    MissedFraudMoney = table.Column<double>(type: "REAL", nullable: false),
                    Money = table.Column<double>(type: "REAL", nullable: false),
                    Narrative = table.Column<string>(type: "TEXT", nullable: false),
                    Persistence = table.Column<double>(type: "REAL", nullable: false),
                    Risky = table.Column<bool>(type: "INTEGER", nullable: false),
                    RunId = table.Column<int>(type: "INTEGER", nullable: false),
                    Score = table.Column<double>(type: "REAL", nullable: false),
                    Signals = table.Column<string>(type: "TEXT", nullable: false),
                    Size = table.Column<int>(type: "INTEGER", nullable: false),
                    Stability = table.Column<double>(type: "REAL", nullable: false),
                    To = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UpperBound = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clusters", x => x.Id);
                    table.ForeignKey(
                        name: "FK_clusters_runs_RunId",
                        column: x => x.RunId,
                        principalTable: "runs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_clusters_RunId_Label",
                table: "clusters",
                columns: new[] { "RunId", "Label" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_clusters_RunId_Score",
                table: "clusters",
                columns: new[] { "RunId", "Score" });

            migrationBuilder.Sql("""
                INSERT INTO clusters (
                    Id, RunId, Label, Size, Stability, Persistence, Risky, Basis, Score, Known, Fraud, FraudShare, LowerBound, UpperBound, Lift, Money,
                    FraudMoney, MissedFraud, MissedFraudMoney, Approved, Declined, Coordination, Signals, Accounts, "From", "To", Headline, Narrative)
                SELECT Id, RunId, Number, Size, 0, 0, Risky, Basis, 100 * coalesce(Probability, 0), Known, Fraud, FraudShare, coalesce(Low, 0),
                    coalesce(High, 1), 0, Money, FraudMoney, MissedFraud, MissedFraudMoney, Approved, Declined, Coordination, Signals, Accounts, "From", "To",
                    Headline, Narrative
                FROM findings
                """);

            migrationBuilder.DropTable(
                name: "findings");
        }
    }
}
