"""What stood in the ledger of points before units were declared is carried over, movement by movement, in its order."""

from django.db import migrations

from shanzhi.engine.accounts import NAMED, Account
from shanzhi.ledger.booking import Movement, book
from shanzhi.ledger.moments import moment
from shanzhi.method.ledger import NamedAccount, Unit
from shanzhi.method.words import Sentence

OLD = """SELECT e.id, d.owner, d.purpose, c.kind, c.owner, e.points, e.reason_zh, e.reason_en, e.matter, e.seq, e.n, e.at
 FROM points_pointentry e JOIN points_account d ON d.id = e.debit_id JOIN points_account c ON c.id = e.credit_id
 ORDER BY e.id"""
LABEL = Sentence("积分", "Points")
ISSUES = {"issued": NamedAccount(Sentence("已发积分", "Points issued"), may_owe=True)}


def carry_over(apps, editor):
    with editor.connection.cursor() as cursor:
        if "points_pointentry" not in editor.connection.introspection.table_names(cursor):
            return
        cursor.execute(OLD)
        rows = cursor.fetchall()
        for _id, place, method, kind, owner, points, zh, en, matter, seq, n, at in rows:
            unit = Unit("points", method, LABEL, holders=("person", "household"), accounts=ISSUES)
            book(
                Movement(
                    unit=unit,
                    kind="transfer",
                    giver=Account(unit.book, NAMED, place, "issued"),
                    taker=Account(unit.book, kind, owner),
                    amount=points,
                    reason={"zh": zh, "en": en},
                    cause=f"{matter}:{seq}:{n}",
                    at=moment(at),
                    owing=True,
                    place=place,
                    matter=matter,
                    seq=seq,
                )
            )
        for table in ("points_pointentry", "points_account"):
            cursor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_protection")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
