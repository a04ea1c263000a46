using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>Names of months and weekdays in English, German, French, Spanish, Italian, Portuguese and Dutch, whole and as they are usually cut.</summary>
internal static class MonthNames
{
    private static readonly string[] Months =
    [
        "jan january januar jän jänner janv janvier ene enero gen gennaio janeiro januari",
        "feb february februar feber fév févr février fevr fevrier febrero febbraio fev fevereiro februari",
        "mar march mär märz mrz mars marzo março marco maart mrt",
        "apr april avr avril abr abril aprile",
        "may mai mayo mag maggio maio mei",
        "jun june juni juin junio giu giugno junho",
        "jul july juli juil juillet julio lug luglio julho",
        "aug august août aout ago agosto augustus",
        "sep sept september septembre septiembre setiembre set settembre setembro",
        "oct october okt oktober octobre octubre ott ottobre out outubro",
        "nov november novembre noviembre novembro",
        "dec december dez dezember déc décembre decembre dic diciembre dicembre dezembro",
    ];

    private static readonly HashSet<string> Days = [.. ("mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday "
        + "mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag sonnabend so sonntag lun lundi mardi mer mercredi jeu jeudi ven vendredi sam "
        + "samedi dim dimanche lunes mar martes mié miércoles jue jueves vie viernes sáb sábado domingo dom").Split(' ')];

    private static readonly Dictionary<string, int> Numbers =
        Months.SelectMany(static (names, i) => names.Split(' ').Select(n => (Name: n, Number: i + 1))).ToDictionary(static m => m.Name, static m => m.Number);

    /// <summary>1 to 12; null where the word is no month. A point behind it is overlooked.</summary>
    public static int? Number(string word) => Numbers.TryGetValue(word.TrimEnd('.').ToLowerInvariant(), out var number) ? number : null;

    public static bool IsDay(string word) => Days.Contains(word.TrimEnd('.').ToLowerInvariant());

    /// <summary>The macro <c>month_number</c>: the same in SQL.</summary>
    public static string Macro { get; } = "CREATE OR REPLACE MACRO month_number(w) AS CASE " + string.Concat(Months.Select(static (names, i) =>
        $"WHEN lower(rtrim(w, '.')) IN ({string.Join(", ", names.Split(' ').Select(Sql.Text))}) THEN '{i + 1:00}' ")) + "END";
}
