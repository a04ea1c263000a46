using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Investigator.Storage.Database.Sqlite
{
    /// <inheritdoc />
    public partial class JointRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "LaterRecall",
                table: "rules",
                newName: "OthersPerDay");

            migrationBuilder.RenameColumn(
                name: "LaterPrecision",
                table: "rules",
                newName: "FraudShareLow");

            migrationBuilder.RenameColumn(
                name: "LaterMatched",
                table: "rules",
                newName: "Matched");

            migrationBuilder.RenameColumn(
                name: "LaterKnownFraud",
                table: "rules",
                newName: "KnownFraud");

            migrationBuilder.RenameColumn(
                name: "Label",
                table: "rules",
                newName: "Finding");

            migrationBuilder.AddColumn<double>(
                name: "CaughtMoney",
                table: "rules",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<bool>(
                name: "Exported",
                table: "rules",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "Rank",
                table: "rules",
                type: "INTEGER",
                nullable: true);

            // Rules of before were all exported, and measured on later transactions. SQLite knows no quantiles: the middle of the share takes the place of its
            // lower bound, by which a list is sorted. What they hit besides was not counted.
            migrationBuilder.Sql("""
                UPDATE rules SET
                    Exported = 1,
                    OthersPerDay = 0,
                    FraudShareLow = (KnownFraud + 0.5) / (KnownFraud + coalesce(json_extract(Body, '$.later.known_legitimate'), 0) + 1)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "CaughtMoney",
                table: "rules");

            migrationBuilder.DropColumn(
                name: "Exported",
                table: "rules");

            migrationBuilder.DropColumn(
                name: "Rank",
                table: "rules");

            migrationBuilder.RenameColumn(
                name: "OthersPerDay",
                table: "rules",
                newName: "LaterRecall");

            migrationBuilder.RenameColumn(
                name: "Matched",
                table: "rules",
                newName: "LaterMatched");

            migrationBuilder.RenameColumn(
                name: "KnownFraud",
                table: "rules",
                newName: "LaterKnownFraud");

            migrationBuilder.RenameColumn(
                name: "FraudShareLow",
                table: "rules",
                newName: "LaterPrecision");

            migrationBuilder.RenameColumn(
                name: "Finding",
                table: "rules",
                newName: "Label");

            migrationBuilder.Sql("""
                UPDATE rules SET
                    LaterPrecision = coalesce(json_extract(Body, '$.later.precision'), 0),
                    LaterRecall = coalesce(json_extract(Body, '$.later.recall'), 0)
                """);
        }
    }
}
