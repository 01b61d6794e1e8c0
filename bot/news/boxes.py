"""How the boxes of a page's frame begin, in the languages of real pages."""

from __future__ import annotations

PAID = "|".join(
    (
        r"already (?:a subscriber|registered|have an account)",
        r"(?:subscribe|register|log in|sign [iu][np]) to (?:continue|keep)",
        r"(?:to )?(?:continue|keep) reading\W*$|you(?:'|’)ve reached your .{0,30}limit",
        r"this (?:article|story|content) is (?:only |exclusively )?"
        r"(?:available to|reserved for|for (?:our )?(?:subscribers|members))",
        r"sie haben (?:noch kein|bereits ein|schon ein) (?:\S+ )?(?:abo|konto)\b|bereits (?:abonnent|registriert)",
        r"jetzt (?:abonnieren|registrieren|weiterlesen|freischalten|(?:gratis|kostenlos) (?:testen|lesen|weiterlesen))",
        r"(?:zum|um) weiter(?:zu)?lesen|weiterlesen (?:mit|nach)",
        r"diese[rn]? (?:artikel|beitrag|inhalt) ist .{0,40}(?:abo|plus)",
        r"(?:cet article|la suite|ce contenu) (?:de l(?:'|’)article )?est réservée? (?:à|aux)",
        r"déjà abonné|pour lire la suite",
        r"il vous reste .{1,30} (?:à lire|à découvrir)|¿ya eres suscriptor|(?:sigue|seguir) leyendo\W*$",
        r"(?:este )?(?:artículo|contenido) (?:es )?(?:exclusivo|solo|reservado) para|(?:regístrate|suscríbete) para",
        r"(?:questo )?(?:articolo|contenuto) (?:è )?riservato|sei già abbonato|abbonati per",
        r"(?:conteúdo|matéria) exclusiv[oa] para|já é assinante|al abonnee|lees verder\W*$",
        r"masz już (?:subskrypcję|prenumeratę)|(?:artykuł|treść) dostępn[ya] (?:tylko )?dla",
        r"(?:продовження|повний текст|матеріал|стаття) доступн\w+ (?:лише |тільки )?(?:для )?(?:передплат|підпис)",
        r"вже (?:маєте|є) (?:передплат|підписк|акаунт)|оформіть (?:передплату|підписку)",
        r"(?:продолжение|полный текст|материал|статья) доступ\w+ (?:лишь |только )?(?:для )?подпис",
        r"уже есть (?:подписка|аккаунт)|оформите подписку",
    )
)
"""Who pays reads on."""

MISTAKES = "|".join(
    (
        r"(?:found|spotted|see) an? (?:mistake|error|typo)\b.{0,60}\?|report an? (?:error|typo|mistake)\W*$",
        r"(?:sie haben )?(?:einen )?fehler (?:gefunden|entdeckt)\W*\?|fehler melden\W*$|bitte markieren sie die",
        r"wir freuen uns über(?: ihr feedback)?\W*$|ihr feedback",
        r"signaler une erreur|¿?ha[s]? (?:encontrado|visto) un error",
        r"(?:zauważy|znalaz)łeś błąd|(?:знайшли|побачили) (?:помилку|неточність).{0,40}\?",
        r"(?:нашли|заметили|увидели) (?:ошибку|опечатку).{0,40}\?",
        r"(?:виділіть|выделите) (?:її|ее|её|помилку|ошибку|текст)",
    )
)
CONSENT = "|".join(
    (
        r"(?:we use|wir verwenden|nous utilisons des|utilizamos|usamos|używamy|wij gebruiken) (?:\S+ )?cookies?\b",
        r"(?:ми використовуємо|мы используем) (?:\S+ )?(?:cookies?|кук)|datenschutzerklärung\W*$",
        r"please (?:enable|allow|turn on) (?:javascript|cookies)|your browser (?:does not|doesn(?:'|’)t)",
        r"an dieser stelle (?:finden sie|befindet sich|steht) .{0,40}inhalt",
        r"empfohlener (?:redaktioneller|externer) inhalt",
        r"extern(?:e|er) inhalt\W*$|ich bin (?:damit )?einverstanden, dass mir",
    )
)
FRAME = "|".join(
    (
        r"(?:leave|post|write) a comment\W*$|(?:залишити|додати|оставить|добавить) комм?ентар",
        r"(?:\d+ )?(?:comments?|kommentare?|commentaires?|comentarios?|commenti|коментар(?:і|ів)|комментари(?:и|ев))"
        r"(?: \(?\d+\)?)?\W*$",
        r"[©ⓒ]",
        r"copyright (?:[©ⓒ(]|\d{4})|.{0,60}\ball rights reserved|alle rechte vorbehalten|(?:усі|всі|все) права за[щх]",
        r"(?:die )?mit (?:einem )?\S+ .{0,50}gekennzeichnete[nr]? links|we may (?:earn|receive) .{0,40}commission",
        r".{0,80}\b(?:contains?|includes?|enthält|enthalten|sind) (?:sogenannte )?affiliate[- ]links?",
        r"(?:diese|this|the) audio ?version|(?:the )?(?:opinions|views) expressed (?:in|here|are)",
        r"скопіювати посилання|скопировать ссылку|copy link\W*$|(?:anzeige|annons|publicité|publicidad)\W*$",
        r"(?:artikel(?:en)?|saken|teksten) fort(?:sætter|setter)|artikeln fortsätter",
    )
)
