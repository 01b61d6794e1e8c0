"""Words that say nothing of what a text is about: no term of the archive, no evidence of a tag.

Kept short: a word that most articles share is weighed down by its frequency anyway.
"""

STOP_WORDS = frozenset(
    # Ukrainian
    "і й та а але або що як це цей ця ці цього цьому цим цих той те ті того тому тим тих він вона воно вони його її їх"
    " їм нього неї них йому їй ним нею ними ми ви я нас вас нам вам мене мені себе собі свій своя своє свої свого своєї"
    " своїх у в на з із зі до від за по про при для без над під між через після перед о об не ні чи бо якщо коли де хто"
    " який яка яке які якого якої яких якому яким якою якими ж же б би був була було були є бути буде будуть також ще"
    " вже лише тільки можна може можуть має мають раніше зокрема щодо проти час разом року рік років році заявив"
    " заявила сказав сказала повідомив повідомила повідомили повідомляє зазначив зазначила додав додала словами слова"
    # Russian
    " и с во со к ко от из под между после перед ни но или что как это этот эта эти этого этой этих этом этому тот того"
    " той тех он она оно они ее её их им ней мы вы меня мне себя себе свой своя свои своего своей своих кто чем чтобы"
    " если когда где который которая которое которые которого которой которых котором ли бы был была было были есть"
    " быть будет будут также еще ещё уже только лишь можно может могут так там тут все всё всех году год года ранее"
    " заявил заявила сказал сказала сообщил сообщила сообщили сообщает отметил отметила добавил добавила словам"
    # English
    " a i an the and or but if of at by for with about into over after before to from up down in out on off as is are"
    " was were be been being have has had do does did will would can could may might shall should not no nor so than"
    " too very this that these those it its he him his she her they them their we us our you your who whom which what"
    " when where why how all any both each more most other some such only own same also said says told added earlier"
    " year years there here just now new".split()
)
