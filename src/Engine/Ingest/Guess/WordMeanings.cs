using Investigator.Engine.Core;

namespace Investigator.Engine.Ingest.Guess;

/// <summary>Words of decisions, outcomes and events, in the languages of forms and engines.</summary>
internal static class WordMeanings
{
    public static readonly HashSet<string> Challenged = Words("c, challenged, challenge, review, reviewed, in review, manual review, step up, stepup, 3ds, "
        + "referred, refer, hold, on hold, held, prufung, pruefung");

    public static readonly HashSet<string> Approved = Words("a, approved, approve, accept, accepted, allow, allowed, pass, passed, ok, authorized, "
        + "authorised, "
        + "paid, succeeded, success, successful, completed, complete, captured, settled, genehmigt, bezahlt, angenommen, abgeschlossen, accepte, paye, "
        + "aprobada, aprobado, pagado, aprovado, pago");

    public static readonly HashSet<string> Declined = Words("d, declined, decline, reject, rejected, deny, denied, refused, block, blocked, failed, failure, "
        + "fail, abgelehnt, verweigert, fehlgeschlagen, refuse, rechazada, rechazado, recusado, negado");

    public static readonly HashSet<string> Fraud = Words("1, fraud, fraudulent, true, yes, y, t, chargeback, bad, illicit, scam, laundering, confirmed "
        + "fraud, "
        + "suspected fraud, suspicious, betrug, betrugerisch, fraude, frauduleux, ja, oui, si, sim");

    public static readonly HashSet<string> Legitimate = Words("0, legitimate, legit, genuine, false, no, n, f, good, ok, normal, licit, clean, valid, "
        + "non fraud, nonfraud, not fraud, no fraud, nofraud, notfraud, kein betrug, legitim, legitime, legitimo, nein, non, nao");

    /// <summary>Words for what gives money back.</summary>
    public static readonly HashSet<string> Refunds = Words("refund, refunded, reversal, reversed, chargeback, storno, storniert, gutschrift, ruckerstattung, "
        + "rueckerstattung, remboursement, rembourse, reembolso, devolucion, estorno, credit note");

    public static readonly HashSet<string> Purchases = Words("purchase, purchased, buy, bought, order, ordered, transaction, payment, pay, paid, checkout "
        + "complete, order placed, order completed, kauf, bestellung, achat, commande, compra, pedido, pagamento");

    public static readonly HashSet<string> Views = Words("view, views, viewed, click, clicks, pageview, page view, pv, cart, addtocart, add to cart, "
        + "remove from cart, removefromcart, search, login, logout, visit, impression, product view, product viewed, fav, detail, home, scroll, browse, "
        + "ansicht, klick, warenkorb, vue, clic, panier, vista, carrito, carrinho, wishlist, begin checkout, checkout, page");

    /// <summary>A value as it is compared: <c>Add-To_Cart</c> is add to cart, <c>1.0</c> is 1.</summary>
    public static string Plain(string value)
    {
        var word = value.Trim();
        if (word.EndsWith(".0", StringComparison.Ordinal)) word = word[..^2];
        return string.Join(' ', NameWords.Of(word.All(static c => char.IsUpper(c) || !char.IsLetter(c)) ? word.ToLowerInvariant() : word).Words);
    }

    public static List<string> Of(IEnumerable<string> values, HashSet<string> meaning) => [.. values.Where(v => meaning.Contains(Plain(v)))];

    /// <summary>The opposite of a word that has one, written in the same way; null where it has none.</summary>
    public static string? Opposite(string word)
    {
        var opposite = Plain(word) switch
        {
            "1" => "0",
            "0" => "1",
            "true" => "false",
            "false" => "true",
            "yes" => "no",
            "no" => "yes",
            "y" => "n",
            "n" => "y",
            "t" => "f",
            "f" => "t",
            _ => null,
        };
        if (opposite is null || !char.IsUpper(word[0])) return opposite;
        return word.Length > 1 && char.IsUpper(word[1]) ? opposite.ToUpperInvariant() : char.ToUpperInvariant(opposite[0]) + opposite[1..];
    }

    /// <summary>Words within a sentence.</summary>
    public static string Listed(IEnumerable<string> words)
    {
        var shown = words.Take(6).Select(static w => Wording.Quoted(w, 30)).ToList();
        return shown.Count == 0 ? "none" : string.Join(", ", shown);
    }

    private static HashSet<string> Words(string list) => [.. list.Split(", ")];
}
