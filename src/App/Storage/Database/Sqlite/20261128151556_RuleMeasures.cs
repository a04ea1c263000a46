using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Investigator.Storage.Database.Sqlite
{
    /// <inheritdoc />
    public partial class RuleMeasures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "KnownFraud",
                table: "rules");

            migrationBuilder.RenameColumn(
                name: "Recall",
                table: "rules",
                newName: "LaterRecall");

            migrationBuilder.RenameColumn(
                name: "Precision",
                table: "rules",
                newName: "LaterPrecision");

            migrationBuilder.RenameColumn(
                name: "Matched",
                table: "rules",
                newName: "LaterMatched");

            migrationBuilder.RenameColumn(
                name: "KnownLegitimate",
                table: "rules",
                newName: "LaterKnownFraud");

            // The columns held measures of either part or of both; the rule's own record says which is which.
            migrationBuilder.Sql("""
                UPDATE rules SET
                    LaterPrecision = coalesce(json_extract(Body, '$.later.precision'), 0),
                    LaterRecall = coalesce(json_extract(Body, '$.later.recall'), 0),
                    LaterMatched = coalesce(json_extract(Body, '$.later.matched'), 0),
                    LaterKnownFraud = coalesce(json_extract(Body, '$.later.known_fraud'), 0)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "LaterRecall",
                table: "rules",
                newName: "Recall");

            migrationBuilder.RenameColumn(
                name: "LaterPrecision",
                table: "rules",
                newName: "Precision");

            migrationBuilder.RenameColumn(
                name: "LaterMatched",
                table: "rules",
                newName: "Matched");

            migrationBuilder.RenameColumn(
                name: "LaterKnownFraud",
                table: "rules",
                newName: "KnownLegitimate");

            migrationBuilder.AddColumn<int>(
                name: "KnownFraud",
                table: "rules",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql("""
                UPDATE rules SET
                    Precision = coalesce(json_extract(Body, '$.learned.precision'), 0),
                    Recall = coalesce(json_extract(Body, '$.learned.recall'), 0),
                    Matched = coalesce(json_extract(Body, '$.learned.matched') + json_extract(Body, '$.later.matched'), 0),
                    KnownFraud = coalesce(json_extract(Body, '$.learned.known_fraud') + json_extract(Body, '$.later.known_fraud'), 0),
                    KnownLegitimate = coalesce(json_extract(Body, '$.learned.known_legitimate') + json_extract(Body, '$.later.known_legitimate'), 0)
                """);
        }
    }
}
