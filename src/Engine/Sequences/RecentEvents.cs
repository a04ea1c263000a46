namespace Investigator.Engine.Sequences;

/// <summary>
/// The latest events of one account, in a ring buffer of the longest sequence allowed (four times that where repeats are merged), however many events the
/// account has.
/// </summary>
/// <param name="maxLength">Events of a sequence at most.</param>
/// <param name="collapse">Whether consecutive views of the same page become one.</param>
internal sealed class RecentEvents(int maxLength, bool collapse = false)
{
    private readonly long[] _times = new long[Capacity(maxLength, collapse)];
    private readonly int[] _pages = new int[Capacity(maxLength, collapse)];
    private readonly float[] _dwell = new float[Capacity(maxLength, collapse)];
    private readonly ulong[] _sessions = new ulong[Capacity(maxLength, collapse)];
    private readonly bool[] _repeated = new bool[Capacity(maxLength, collapse)];
    private readonly int[] _kept = new int[Capacity(maxLength, collapse)];
    private int _next;
    private int _count;

    public void Clear() => (_next, _count) = (0, 0);

    /// <param name="time">Microseconds; never before the one pushed last.</param>
    /// <param name="page">Code of the page; 0 where it is not known which.</param>
    /// <param name="dwell">Seconds as recorded, or NaN where none was.</param>
    /// <param name="session">Identifies the session; the same for all where sessions do not matter.</param>
    public void Push(long time, int page, float dwell, ulong session)
    {
        (_times[_next], _pages[_next], _dwell[_next], _sessions[_next]) = (time, page, dwell, session);
        _next = _next + 1 == _times.Length ? 0 : _next + 1;
        if (_count < _times.Length) _count++;
    }

    /// <summary>Appends the events held that lie at <c>payment - window</c> or later and in the session of the latest of them, oldest first.</summary>
    /// <remarks>
    /// A recorded dwell that runs past the payment is cut there: at payment time its end was not known. Merged views last until the next page, whatever was
    /// recorded.
    /// </remarks>
    /// <param name="row">Row of the payment.</param>
    /// <param name="payment">Time of the payment, microseconds; events pushed may lie some instants after it.</param>
    /// <param name="window">Microseconds.</param>
    /// <param name="capSeconds">Longest dwell and gap.</param>
    /// <param name="output">Where the sequence goes.</param>
    public void AppendTo(SequenceBuffer output, int row, long payment, long window, double capSeconds)
    {
        var length = Keep(payment - window);
        if (length == 0) return;
        output.Begin(row, length, out var pages, out var dwell, out var gap);
        for (var i = 0; i < length; i++)
        {
            var here = _kept[i];
            var end = i + 1 < length ? _times[_kept[i + 1]] : payment;
            var untilPayment = Math.Max(0, payment - _times[here]) / 1e6;
            var stay = float.IsNaN(_dwell[here]) || _repeated[here] ? Math.Max(0, end - _times[here]) / 1e6 : Math.Min(_dwell[here], untilPayment);
            pages[i] = _pages[here];
            dwell[i] = (float)Math.Min(stay, capSeconds);
            gap[i] = i == 0 ? 0 : (float)Math.Min((_times[here] - _times[_kept[i - 1]]) / 1e6, capSeconds);
        }
        output.End(row, (float)(Math.Max(0, payment - _times[_kept[0]]) / 1e6));
    }

    /// <summary>Fills <c>_kept</c> with the slots to take and says how many.</summary>
    private int Keep(long since)
    {
        var length = 0;
        for (var i = 0; i < _count; i++)
        {
            var slot = At(i);
            if (_times[slot] < since || _sessions[slot] != _sessions[At(_count - 1)]) continue;
            if (collapse && length > 0 && _pages[slot] != 0 && _pages[_kept[length - 1]] == _pages[slot])
            {
                _repeated[_kept[length - 1]] = true;
                continue;
            }
            _repeated[slot] = false;
            _kept[length++] = slot;
        }
        var extra = Math.Max(0, length - maxLength);
        if (extra > 0) Array.Copy(_kept, extra, _kept, 0, length - extra);
        return length - extra;
    }

    private static int Capacity(int maxLength, bool collapse) => collapse ? (int)Math.Min(4L * maxLength, Array.MaxLength / 8) : maxLength;

    /// <summary>Slot of the i-th oldest event held.</summary>
    private int At(int i)
    {
        var slot = _next - _count + i;
        return slot < 0 ? slot + _times.Length : slot;
    }
}
