namespace Investigator.Engine.Ingest.Guess;

/// <summary>What columns are called: English, German, French, Spanish, Portuguese, some Italian and Dutch, without accents; the likeliest first.</summary>
internal static class RoleNames
{
    public static readonly NamePhrase[] Id = Names("transaction id, payment id, purchase id, order id, txn id, tx id, trans id, trans num, transaction "
        + "number, "
        + "transaction no, transaction nr, order number, order no, invoice no, invoice number, invoice id, event id, booking id, receipt id, reference "
        + "number, "
        + "transaction reference, id transaction, =transaction, =order, =id, =reference, =uuid, =guid, "
        + "transaktions id, transaktionsnummer, bestellnummer, bestell nr, bestell id, auftragsnummer, rechnungsnummer, belegnummer, vorgangsnummer, "
        + "referenz, "
        + "numero de transaction, numero transaction, numero de commande, numero commande, id commande, n de commande, n commande, no commande, "
        + "id transaccion, numero de pedido, id pedido, referencia, id da transacao, id transacao, numero do pedido");

    public static readonly NamePhrase[] Account = Names("account id, user id, customer id, client id, member id, buyer id, cardholder id, payer id, "
        + "sender id, "
        + "account, user, customer, customer unique id, client, member, buyer, payer, sender, shopper id, visitor id, subscriber id, player id, profile id, "
        + "uid, cust id, customer number, customer no, customer nr, account number, account no, account nr, sender account, from account, source account, "
        + "debtor account, orig account, origin account, household key, reviewer id, name orig, originator, entity id, wallet id, wallet, user name, "
        + "kunden id, kundennummer, kunden nr, kunde, konto id, kontonummer, konto nr, konto, kontoinhaber, nutzer id, benutzer id, nutzer, benutzer, "
        + "auftraggeber, zahler, zahlungspflichtiger, id client, numero client, numero de client, client no, numero de compte, numero compte, compte, "
        + "utilisateur, id utilisateur, titulaire, id cliente, numero de cliente, cliente, cuenta, numero de cuenta, usuario, id usuario, id do cliente, "
        + "conta, numero da conta, id conto, conto, klantnummer, klant, rekening");

    /// <summary>Of whoever gets the money, or of something that an account has.</summary>
    public static readonly HashSet<string> NotAccount = Words("receiver received to dest destination beneficiary counterparty counterpart merchant seller "
        + "recipient name type age job city country state segment gender sex since status count balance email phone bank payee creditor last first "
        + "empfaenger beguenstigter "
        + "empfanger name name destinataire beneficiario vendor");

    public static readonly NamePhrase[] Time = Names("purchase time, transaction time, order time, payment time, purchase timestamp, transaction timestamp, "
        + "transaction datetime, transaction date time, trans date trans time, tx datetime, tx time, event timestamp, event time, order purchase timestamp, "
        + "order timestamp, order datetime, purchase datetime, timestamp, time stamp, datetime, date time, transaction date, purchase date, order date, "
        + "payment date, trans date, tx date, invoice date, click time, occurred at, time, ts, created at, created date, created on, created utc, created, "
        + "paid at, event date, sale date, sales date, booking date, posting date, posted date, value date, date, unix time, transaction dt, log time, "
        + "buchungstag, buchungsdatum, buchungszeit, transaktionsdatum, transaktionszeit, bestelldatum, rechnungsdatum, zahlungsdatum, kaufdatum, "
        + "zeitstempel, "
        + "zeitpunkt, datum, valutadatum, wertstellung, valuta, zeit, "
        + "date operation, date de l operation, date d operation, date de transaction, date transaction, date comptable, date achat, date d achat, "
        + "horodatage, "
        + "date valeur, date de valeur, fecha operacion, fecha de operacion, fecha transaccion, fecha hora, fecha de compra, fecha y hora, fecha valor, "
        + "fecha, "
        + "data da transacao, data transacao, data hora, data da compra, data operazione, data contabile, data valuta, data, boekdatum, transactiedatum");

    /// <summary>Of something else than the payment.</summary>
    public static readonly HashSet<string> NotTime = Words("birth dob born geburt geburtsdatum naissance nacimiento nascimento signup sign signed registered "
        + "registration register join joined since label chargeback expiry expires expire expiration exp valid until ship shipping shipped delivery "
        + "delivered "
        + "estimated carrier approved approval previous prior last first updated update modified due settle settled settlement attributed refund refunded "
        + "cancelled canceled dispute disputed reported known fulfilled review birthday zone timezone lag delta duration elapsed diff difference hour "
        + "weekday "
        + "month year week dow limit");

    /// <summary>Numbers are a time since 1970 only where the name speaks of time: many an account has as many digits.</summary>
    public static readonly HashSet<string> TimeWords = Words("time timestamp date datetime ts dt at on created epoch unix datum zeit zeitstempel tag "
        + "fecha data hora heure horodatage utc millis");

    public static readonly NamePhrase[] TimeOfDay = Names("time, time of day, transaction time, trans time, purchase time, order time, event time, "
        + "clock, clock time, uhrzeit, zeit, "
        + "buchungszeit, transaktionszeit, heure, heure operation, heure de l operation, hora, hora operacion, hora da transacao, ora, tijd, tijdstip");

    public static readonly NamePhrase[] Year = Names("=year, =transaction year, =jahr, =annee, =ano, =anno, =jaar, =yyyy");

    public static readonly NamePhrase[] Month = Names("=month, =transaction month, =monat, =mois, =mes, =mese, =maand, =mm");

    public static readonly NamePhrase[] Day = Names("=day, =transaction day, =tag, =jour, =dia, =giorno, =dag, =dd");

    /// <summary>Of counts from a start that the file does not name.</summary>
    public static readonly NamePhrase[] Step = Names("step, time step, timestep, transaction dt, time seconds, tx time seconds, seconds, time, elapsed, "
        + "tx time days, minute, minutes, hour, hours, day, days, week, weeks, week no, month, t, schritt, tag, monat, stunde, jour, mois, heure, dia, "
        + "mes, hora");

    public static readonly NamePhrase[] Amount = Names("amount, transaction amount, payment amount, purchase amount, order amount, tx amount, trans "
        + "amount, amt, "
        + "transaction amt, purchase value, order value, transaction value, order total, total amount, amount paid, paid amount, total price, grand total, "
        + "total paid, gross, total, sales value, sales amount, sales price, order price, value, price, sales, revenue, spend, spent, unit price, sum, net, "
        + "betrag, umsatz, zahlbetrag, gesamtbetrag, bestellwert, summe, gesamtpreis, preis, wert, soll, "
        + "montant, somme, prix total, prix, total ttc, debit, importe, monto, importe total, precio, valor, valor total, valor da transacao, montante, "
        + "preco, importo, prezzo, bedrag, prijs");

    public static readonly HashSet<string> NotAmount = Words("balance saldo solde kontostand fee fees gebuhr gebuehr frais tax taxes vat mwst tva iva "
        + "discount "
        + "rabatt refund refunded rate count qty quantity menge limit avg average mean max min std median converted received cost costs shipping tip "
        + "tips old "
        + "new previous prior bin category type currency id items item score disputed per range bucket log zscore ratio sign days usd_rate cum cumulative "
        + "original subtotal lastschrift ruecklastschrift auslagenersatz freight installments");

    public static readonly NamePhrase[] Currency = Names("currency, currency code, payment currency, transaction currency, order currency, iso currency, "
        + "ccy, curr, wahrung, waehrung, devise, monnaie, moneda, divisa, moeda, munt");

    public static readonly NamePhrase[] SignedUp = Names("signed up, signed up at, signup time, sign up time, signup date, sign up date, signup at, "
        + "registered at, "
        + "registration time, registration date, account created at, account created, account creation date, user created at, customer since, member since, "
        + "date joined, joined at, created at, created, creation date, kunde seit, registriert am, registrierungsdatum, date inscription, fecha de registro, "
        + "data de cadastro");

    /// <summary>What else is created: an order_created_at is no sign-up.</summary>
    public static readonly HashSet<string> NotSignedUp = Words("order payment purchase transaction card device event session label outcome");

    public static readonly NamePhrase[] KnownAt = Names("known at, chargeback time, chargeback date, chargeback at, outcome time, outcome known at, "
        + "label time, "
        + "label timestamp, label date, reported at, fraud reported at, fraud date, dispute date, disputed at, rueckbuchung am");

    public static readonly NamePhrase[] Decision = Names("decision, engine decision, decision status, auth result, authorization status, authorisation "
        + "status, "
        + "auth status, payment status, transaction status, order status, status, action, response, result, entscheidung, statut, estado, zahlungsstatus");

    public static readonly NamePhrase[] Outcome = Names("outcome, is fraud, fraud, fraud bool, fraud flag, fraud label, fraudulent, is fraudulent, tx fraud, "
        + "fraud found, fraud reported, is laundering, laundering, is scam, scam, is chargeback, chargeback, potential fraud, suspicious, is suspicious, "
        + "label, event label, class, target, betrug, ist betrug, fraude, es fraude, is fradulent, isfradulent, anomaly, is anomaly");

    /// <summary>A column that bears one of these tells the outcome, or a part of it.</summary>
    public static readonly HashSet<string> OutcomeWords = Words("fraud fraudulent chargeback laundering scam betrug fraude isfraud isflaggedfraud label");

    public static readonly NamePhrase[] EventType = Names("event type, event, event name, page, page name, type, action, action type, activity, "
        + "activity type, "
        + "behavior, behavior type, behaviour, interaction, screen, screen name, url, page url, path, page path, ereignis, seite, evenement, page vue, "
        + "evento, "
        + "pagina");

    public static readonly NamePhrase[] Session = Names("session id, session, sid, user session, visit id, sessionid, sitzung");

    public static readonly NamePhrase[] Dwell = Names("dwell ms, dwell, dwell time, duration ms, time on page ms, time on page");

    /// <summary>Of a person, beside those of <see cref="Entities"/> that are one person's own.</summary>
    public static readonly NamePhrase[] PersonName = Names("=name, first name, last name, full name, given name, family name, middle name, surname, "
        + "customer name, cardholder, cardholder name, card holder, holder name, account holder, payer name, sender name, user name, =username, "
        + "vorname, nachname, familienname, kontoinhaber, karteninhaber, prenom, nom de famille, apellido, apellidos, sobrenome, cognome");

    public static readonly (string Entity, NamePhrase[] Names)[] Entities =
    [
        ("device", Names("device id, device, device fingerprint, browser fingerprint, fingerprint, device hash, imei, gerat, geraet, gerate id, geraete id, "
            + "appareil, dispositivo, id dispositivo")),
        ("ip", Names("ip, ip address, ip addr, client ip, remote ip, source ip, ip adresse, adresse ip, direccion ip, endereco ip")),
        ("card", Names("card id, card, card hash, card number, card no, card fingerprint, pan hash, pan, card token, cc num, credit card number, "
            + "kartennummer, karten nr, karte, numero de carte, carte, tarjeta, numero de tarjeta, cartao")),
        ("iban", Names("iban, kontonummer iban, iban zahlungsbeteiligter, kontonummer")),
        ("address", Names("address, address id, shipping address, ship address, delivery address, billing address, billing street, shipping street, street, "
            + "lieferadresse, anschrift, adresse, direccion, endereco")),
        ("email", Names("email, email hash, email address, e mail, mail, from email address, payer email")),
        ("phone", Names("phone, phone hash, phone number, telephone, mobile, mobile number, telefon, telefonnummer, telefono, telefone, msisdn")),
        ("merchant", Names("merchant id, merchant, merchant name, seller id, seller, vendor id, vendor, store id, shop id, terminal id, payee, name dest, "
            + "receiver account, receiver, receiver id, beneficiary, beneficiary account, to account, counterparty, haendler, handler, empfaenger, "
            + "empfanger, "
            + "beguenstigter, beguenstigter zahlungspflichtiger, zahlungsempfanger, zahlungsempfaenger, zahlungsempfanger in, name zahlungsbeteiligter, "
            + "commercant, beneficiaire, destinataire, comercio, beneficiario")),
    ];

    private static NamePhrase[] Names(string list) => [.. list.Split(", ").Select(NamePhrase.Of)];

    private static HashSet<string> Words(string list) => [.. list.Split(' ')];
}
