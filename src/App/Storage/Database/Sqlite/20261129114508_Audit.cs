using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Investigator.Storage.Database.Sqlite
{
    /// <inheritdoc />
    public partial class Audit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ActorId = table.Column<string>(type: "TEXT", nullable: false),
                    ActorName = table.Column<string>(type: "TEXT", nullable: false),
                    From = table.Column<string>(type: "TEXT", nullable: false),
                    Action = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Before = table.Column<string>(type: "TEXT", nullable: true),
                    After = table.Column<string>(type: "TEXT", nullable: true),
                    Details = table.Column<string>(type: "TEXT", nullable: true),
                    Person = table.Column<string>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    Previous = table.Column<string>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "person_keys",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PersonId = table.Column<string>(type: "TEXT", nullable: false),
                    Wrapped = table.Column<byte[]>(type: "BLOB", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ErasedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_keys", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_ActorId_Id",
                table: "audit_entries",
                columns: new[] { "ActorId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_At",
                table: "audit_entries",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_Kind_Key_Id",
                table: "audit_entries",
                columns: new[] { "Kind", "Key", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_person_keys_PersonId",
                table: "person_keys",
                column: "PersonId");

            // EF knows nothing of them: a later migration that rebuilds the table must make them again.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER audit_entries_are_not_changed BEFORE UPDATE ON audit_entries
                BEGIN SELECT RAISE(ABORT, 'entries of the audit are not changed'); END;
                CREATE TRIGGER audit_entries_are_not_removed BEFORE DELETE ON audit_entries
                BEGIN SELECT RAISE(ABORT, 'entries of the audit are not removed'); END;
                CREATE TRIGGER audit_entries_follow_each_other BEFORE INSERT ON audit_entries
                WHEN NEW.Id <> (SELECT coalesce(max(Id), 0) + 1 FROM audit_entries)
                    OR NEW.Previous <> (SELECT Hash FROM audit_entries ORDER BY Id DESC LIMIT 1)
                BEGIN SELECT RAISE(ABORT, 'entries of the audit follow each other'); END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "person_keys");
        }
    }
}
