import base64
import hmac
import json
import os
import sqlite3
import sys
import threading
import time
from contextlib import closing
from urllib.request import Request, urlopen

from flask import Flask, request

app = Flask(__name__)
# While a secret is being replaced: both, with a space between them.
keys = [
    base64.b64decode(secret.removeprefix("whsec_"))
    for secret in os.environ["FLOWLIX_WEBHOOK_SECRET"].split()
]


def is_signed(body, headers):
    event_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not timestamp.isdecimal():
        return False
    if abs(time.time() - int(timestamp)) > 300:
        return False
    signed = f"{event_id}.{timestamp}.".encode() + body
    given = headers.get("webhook-signature", "").encode().split(b" ")
    expected = [
        b"v1," + base64.b64encode(hmac.digest(key, signed, "sha256"))
        for key in keys
    ]
    return any(
        hmac.compare_digest(one, other)
        for one in given
        for other in expected
    )


def open_shop():
    shop = sqlite3.connect("shop.db", timeout=5)
    shop.executescript("""
        create table if not exists orders (payment_id text primary key,
            amount integer, currency text, status text default 'open');
        create table if not exists inbox (event_id text primary key,
            payment_id text, is_done integer default 0);""")
    return shop


@app.post("/webhooks")
def webhooks():
    body = request.get_data()
    if not is_signed(body, request.headers):
        return "no signature matches", 400
    event = json.loads(body)
    if "payment" in event["data"]:
        with closing(open_shop()) as shop, shop:
            shop.execute(
                """insert into inbox (event_id, payment_id) values (?, ?)
                on conflict do nothing""",
                (event["id"], event["data"]["payment"]["id"]),
            )
        # Or use your own task queue.
        threading.Thread(target=work).start()
    return "", 204


def work():
    """Acts on what is in the inbox. Failed events are tried again later."""
    with closing(open_shop()) as shop:
        waiting = "select event_id, payment_id from inbox where is_done = 0"
        for event_id, payment_id in shop.execute(waiting).fetchall():
            try:
                payment = retrieve(payment_id)
            except OSError as error:
                print(event_id, error, file=sys.stderr)
                continue
            with shop:
                fulfill(shop, payment)
                shop.execute(
                    "update inbox set is_done = 1 where event_id = ?",
                    (event_id,),
                )


def retrieve(payment_id):
    """The event says what was; the payment says what is."""
    url = f"{os.environ['FLOWLIX_URL']}/v1/payments/{payment_id}"
    key = os.environ["FLOWLIX_KEY"]
    call = Request(url, headers={"Authorization": f"Bearer {key}"})
    with urlopen(call, timeout=30) as response:
        return json.load(response)


def fulfill(shop, payment):
    """Changes an order from open to paid, and only once."""
    if payment["status"] != "succeeded":
        return
    changed = shop.execute(
        """update orders set status = 'paid' where payment_id = ?
        and amount = ? and currency = ? and status = 'open'""",
        (payment["id"], payment["amount"], payment["currency"]),
    )
    if changed.rowcount == 1:
        print(f"deliver the order of {payment['id']}", flush=True)


# Also run `python flask_receiver.py` every minute.
if __name__ == "__main__":
    work()
