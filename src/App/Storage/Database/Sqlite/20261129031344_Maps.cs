using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Investigator.Storage.Database.Sqlite
{
    /// <inheritdoc />
    public partial class Maps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Map",
                table: "runs",
                type: "TEXT",
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<string>(
                name: "MapError",
                table: "runs",
                type: "TEXT",
                nullable: true);

            // Until now a run was finished with its map.
            migrationBuilder.Sql("UPDATE runs SET Map = 'Drawn' WHERE Status = 'Finished'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Map",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "MapError",
                table: "runs");
        }
    }
}
