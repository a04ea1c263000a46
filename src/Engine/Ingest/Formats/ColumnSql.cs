namespace Investigator.Engine.Ingest.Formats;

/// <summary>How a source text becomes a value: SQL macros, each NULL where the text cannot be read as that value. Nothing here throws on data.</summary>
internal static class ColumnSql
{
    public static void Define(LoadSession session)
    {
        // Trimming a set of characters is slow, and few texts begin or end with one: whatever does sorts before or as '!'.
        session.Run("CREATE MACRO as_text(s) AS CASE WHEN s <= '!' OR right(s, 1) <= '!' THEN nullif(trim(s, ' \t\r\n'), '') ELSE s END");

        // Seconds up to 1e11 (the year 5138), then milliseconds, microseconds, nanoseconds. Below 1e8 (1973) a number is more likely a date without dashes or a
        // count from some other start.
        session.Run("CREATE MACRO epoch_time(d) AS CASE WHEN d < 1e8 OR NOT isfinite(d) THEN NULL WHEN d < 1e11 THEN make_timestamp((d * 1e6)::BIGINT) "
            + "WHEN d < 1e14 THEN make_timestamp((d * 1e3)::BIGINT) WHEN d < 1e17 THEN make_timestamp(d::BIGINT) WHEN d < 1e19 "
            + "THEN make_timestamp((d / 1e3)::BIGINT) END");

        // TIMESTAMPTZ in a session of time zone UTC: an offset is applied, its absence means UTC. Some programs write a space before the offset.
        session.Run("CREATE MACRO iso_time(s) AS CASE WHEN left(s, 1) BETWEEN '0' AND '9' THEN coalesce(try_cast(s "
            + "AS TIMESTAMPTZ), try_cast(replace(replace(s, ' +', '+'), ' -', '-') AS TIMESTAMPTZ))::TIMESTAMP END");
        session.Run("CREATE MACRO sane_time(t) AS CASE WHEN t >= TIMESTAMP '1900-01-01' AND t < TIMESTAMP '2200-01-01' THEN t END");
        session.Run("CREATE MACRO as_time(s) AS sane_time(CASE WHEN try_cast(s AS DOUBLE) IS NOT NULL THEN epoch_time(try_cast(s AS DOUBLE)) "
            + "ELSE iso_time(s) END)");
        session.Run("CREATE MACRO finite_number(s) AS CASE WHEN isfinite(try_cast(s AS DOUBLE)) THEN try_cast(s AS DOUBLE) END");
    }

    public const string TimeExpected = "ISO 8601 or seconds or milliseconds since 1970";
}
