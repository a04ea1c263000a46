using System.Globalization;
using MudBlazor;

namespace Investigator.Web;

/// <summary>What a grid shows of its rows, as the URL carries it.</summary>
/// <param name="Sort">Column; null is the grid's own order.</param>
/// <param name="Ascending">Direction, when <paramref name="Sort"/> is given.</param>
/// <param name="Page">0-based.</param>
/// <param name="Size">Rows a page.</param>
public sealed record GridView(string? Sort = null, bool Ascending = false, int Page = 0, int Size = GridView.DefaultSize)
{
    public const int DefaultSize = 25;

    /// <summary>No table has more pages, and the number of a row on the last one is still an int.</summary>
    private const int MostPages = 1_000_000;

    /// <summary>The sizes to choose from; a link with another gets the default.</summary>
    public static readonly int[] Sizes = [10, DefaultSize, 50, 100];

    /// <summary>From query values; what is out of range becomes the default. Pages count from 1 in a link.</summary>
    public static GridView Read(string? sort, string? direction, int? page, int? size) =>
        new(string.IsNullOrWhiteSpace(sort) ? null
            : sort, sort is not null && direction == "asc", Math.Clamp(page ?? 1, 1, MostPages) - 1, size is { } s && Sizes.Contains(s) ? s : DefaultSize);

    /// <summary>This view, or where its page lies beyond the rows that there are, the one of their last page.</summary>
    public GridView Within(int total) => Page == 0 || (long)Page * Size < total ? this : this with { Page = Math.Max(0, total - 1) / Size };

    /// <summary>What a grid asks its data for; sorting as it would anyway is left out.</summary>
    /// <param name="state">The grid's request.</param>
    /// <param name="usual">Column and direction (ascending) that the grid has by itself.</param>
    public static GridView From<T>(GridState<T> state, (string Sort, bool Ascending) usual)
    {
        var sort = state.SortDefinitions.FirstOrDefault();
        return sort is null || (string.Equals(sort.SortBy, usual.Sort, StringComparison.OrdinalIgnoreCase) && !sort.Descending == usual.Ascending)
            ? new GridView(null, false, state.Page, state.PageSize)
            : new GridView(sort.SortBy.ToLowerInvariant(), !sort.Descending, state.Page, state.PageSize);
    }

    /// <summary>The direction in which a column starts.</summary>
    public SortDirection Direction(string column, (string Sort, bool Ascending) usual)
    {
        var (sort, ascending) = Sort is null ? usual : (Sort, Ascending);
        return !string.Equals(sort, column, StringComparison.OrdinalIgnoreCase) ? SortDirection.None : ascending ? SortDirection.Ascending
            : SortDirection.Descending;
    }

    /// <summary><paramref name="url"/> with this view, defaults left out.</summary>
    public string On(string url) => Links.With(
        url, ("sort", Sort), ("dir", Sort is not null && Ascending ? "asc" : null),
        ("page", Page == 0 ? null : (Page + 1).ToString(CultureInfo.InvariantCulture)), ("size", Size == DefaultSize ? null : Size));
}
