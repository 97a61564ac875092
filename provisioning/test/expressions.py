#!/usr/bin/env python3
"""Sends every expression of the dashboard and of the alerts to a Prometheus that scrapes a gateway.

expressions.py MONITORING-FOLDER PROMETHEUS GATEWAY PICTURE

A panel's expression has to give a number. An alert's gives nothing while all is well, so each of its selectors has to find series, and so
has each of a panel's. A selector that finds none is a mistake, unless MAY_BE_EMPTY says why. Then two expressions get a wrong name, and have
to be found.
"""
import json
import math
import pathlib
import re
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import yaml

# Selectors without series in a gateway that is well, each with the reason.
MAY_BE_EMPTY = {
    'retinagate_requests_total{status=~"5..",status!="503"}': "no answer was 500 or 504; the counter of a status begins with its first answer",
}
RATE_INTERVAL = "30s"
PATIENCE_SECONDS = 60

# Words before or between selectors that are no metrics.
KEYWORDS = {"and", "or", "unless", "on", "ignoring", "by", "without", "offset", "bool", "group_left", "group_right"}


def selectors(expression):
    """The vector selectors of an expression, without ranges and offsets: metric{matchers}."""
    text = re.sub(r"\[[^]]*\]|\boffset\s+\w+", " ", expression)
    text = re.sub(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", " ", text)
    found = set()
    # A name, with its matchers. A name before a parenthesis is a function; digits before it are a number's.
    for name, matchers, call in re.findall(r"(?<![\w.])([A-Za-z_:][\w:]*)\s*(\{[^}]*\})?\s*(\(?)", text):
        if name not in KEYWORDS and not call:
            found.add(name + re.sub(r"\s+", "", matchers))
    return sorted(found)


class Prometheus:
    def __init__(self, url):
        self.url = url

    def query(self, expression):
        """The result's samples. An expression that Prometheus cannot read is an error."""
        query = urllib.parse.urlencode({"query": expression})
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/query?{query}", timeout=10) as answer:
                return json.load(answer)["data"]["result"]
        except urllib.error.HTTPError as error:
            raise ValueError(f"{expression}: {json.load(error)['error']}") from error

    def rules(self):
        with urllib.request.urlopen(f"{self.url}/api/v1/rules", timeout=10) as answer:
            return [rule for group in json.load(answer)["data"]["groups"] for rule in group["rules"]]


def panels(folder):
    """Title and expression of every target, with Grafana's variables filled in."""
    def walk(list_of_panels):
        for panel in list_of_panels:
            for target in panel.get("targets", []):
                yield panel["title"], fill(target["expr"])
            yield from walk(panel.get("panels", []))
    return list(walk(json.loads((folder / "grafana-dashboard.json").read_text())["panels"]))


def fill(expression):
    filled = expression.replace("$__rate_interval", RATE_INTERVAL).replace("$instance", ".+")
    if "$" in filled:
        raise ValueError(f"a variable that is not known here: {expression}")
    return filled


def alerts(folder):
    groups = yaml.safe_load((folder / "alerts.yml").read_text())["groups"]
    return [(rule["alert"], rule["expr"]) for group in groups for rule in group["rules"]]


def numbers(result):
    return [float(sample["value"][1]) for sample in result]


def faults(prometheus, the_panels, the_alerts):
    """What is wrong, a line each."""
    found = []
    for title, expression in the_panels:
        if not any(not math.isnan(n) for n in numbers(prometheus.query(expression))):
            found.append(f"panel {title!r} shows nothing: {expression}")
    for name, expression in the_alerts:
        prometheus.query(expression)
        if not selectors(expression):
            found.append(f"alert {name}: no selector in {expression}")
    for where, expression in the_panels + the_alerts:
        for selector in selectors(expression):
            if not prometheus.query(selector) and selector not in MAY_BE_EMPTY:
                found.append(f"{where}: no series for {selector}")
    return found


def send(url, body, statuses):
    request = urllib.request.Request(f"{url}/detect", data=body)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            statuses.append(answer.status)
    except urllib.error.HTTPError as error:
        statuses.append(error.code)


def traffic(gateway, picture):
    """Pictures one after another, a bad one, and more at once than there are permits."""
    statuses = []
    send(gateway, b"no picture", statuses)
    for _ in range(3):
        send(gateway, picture, statuses)
    crowd = [threading.Thread(target=send, args=(gateway, picture, statuses)) for _ in range(60)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    return statuses


def main(folder, prometheus_url, gateway, picture_file):
    folder, prometheus = pathlib.Path(folder), Prometheus(prometheus_url)
    picture = pathlib.Path(picture_file).read_bytes()
    the_panels, the_alerts = panels(folder), alerts(folder)

    # Rates need several scrapes around the traffic, so it is repeated until all panels show something.
    end = time.monotonic() + PATIENCE_SECONDS
    statuses = []
    while True:
        statuses += traffic(gateway, picture)
        time.sleep(3)
        found = faults(prometheus, the_panels, the_alerts)
        if not found or time.monotonic() > end:
            break
    print("answers:", {status: statuses.count(status) for status in sorted(set(statuses))})
    if not {200, 503} <= set(statuses):
        found.append("the traffic got no 200 or no 503, so that it shows little")

    rules = prometheus.rules()
    if {rule["name"] for rule in rules} != {name for name, _ in the_alerts}:
        found.append("Prometheus has not loaded every alert")
    found += [f"{rule['name']}: {rule.get('lastError')}" for rule in rules if rule["health"] != "ok"]
    for fault in found:
        print("fault:", fault)
    if found:
        return 1
    for selector, reason in MAY_BE_EMPTY.items():
        # One that does find series by now is harmless; one that nothing uses is a left-over.
        if not any(selector in selectors(expression) for _, expression in the_panels + the_alerts):
            print(f"MAY_BE_EMPTY names what no expression uses: {selector}")
            return 1
        print(f"may be empty: {selector} ({reason})")
    print(f"ok       {len(the_panels)} expressions of the dashboard, {len(the_alerts)} of the alerts")
    return seeded(prometheus, the_panels, the_alerts)


def seeded(prometheus, the_panels, the_alerts):
    """A wrong metric and a wrong label's value, in a panel and in an alert."""
    mistakes = [("retinagate_permits", "retinagate_places"), ('stage="queue"', 'stage="line"'), ('state="wedged"', 'state="stuck"'),
                ("retinagate_engine_failures_total", "retinagate_engine_failure_total")]
    for right, wrong in mistakes:
        for kind, expressions in (("panel", the_panels), ("alert", the_alerts)):
            place = next((i for i, (_, expression) in enumerate(expressions) if right in expression), None)
            if place is None:
                continue
            where, expression = expressions[place]
            mistaken = [(where, expression.replace(right, wrong))]
            found = faults(prometheus, *((mistaken, []) if kind == "panel" else ([], mistaken)))
            if not any(wrong in fault for fault in found):
                print(f"a seeded mistake is not found: {kind} {where}, {wrong}")
                return 1
            print(f"found    {kind} {where}: {wrong}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
