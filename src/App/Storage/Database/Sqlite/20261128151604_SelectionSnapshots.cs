using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Investigator.Storage.Database.Sqlite
{
    /// <inheritdoc />
    public partial class SelectionSnapshots : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_selections_runs_RunId",
                table: "selections");

            migrationBuilder.AlterColumn<int>(
                name: "RunId",
                table: "selections",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "INTEGER");

            migrationBuilder.AddColumn<string>(
                name: "Fingerprint",
                table: "selections",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<double>(
                name: "Money",
                table: "selections",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Source",
                table: "selections",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "TransactionIds",
                table: "selections",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddForeignKey(
                name: "FK_selections_runs_RunId",
                table: "selections",
                column: "RunId",
                principalTable: "runs",
                principalColumn: "Id",
                onDelete: ReferentialAction.SetNull);

            // What the transactions' ids are comes from the runs' files, at the next start of the app.
            migrationBuilder.Sql(
                """
                UPDATE selections SET
                    "Source" = coalesce((SELECT d."Name" FROM runs r JOIN datasets d ON d."Id" = r."DatasetId" WHERE r."Id" = selections."RunId"), ''),
                    "Fingerprint" = coalesce(
                        (SELECT d."Fingerprint" FROM runs r JOIN datasets d ON d."Id" = r."DatasetId" WHERE r."Id" = selections."RunId"), '');
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_selections_runs_RunId",
                table: "selections");

            migrationBuilder.DropColumn(
                name: "Fingerprint",
                table: "selections");

            migrationBuilder.DropColumn(
                name: "Money",
                table: "selections");

            migrationBuilder.DropColumn(
                name: "Source",
                table: "selections");

            migrationBuilder.DropColumn(
                name: "TransactionIds",
                table: "selections");

            migrationBuilder.AlterColumn<int>(
                name: "RunId",
                table: "selections",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "INTEGER",
                oldNullable: true);

            migrationBuilder.AddForeignKey(
                name: "FK_selections_runs_RunId",
                table: "selections",
                column: "RunId",
                principalTable: "runs",
                principalColumn: "Id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
