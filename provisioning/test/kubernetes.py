#!/usr/bin/env python3
"""Checks rendered manifests against what the gateway does: kubernetes.py RENDERED.yaml ROOT-OF-THE-PROJECT

Schemas say only what Kubernetes understands. Here: does the grace outlast the drain, do probes ask the management port,
does a node survive a drained machine, does Prometheus get in and nobody else. Prints what is wrong, and ends with 1.
"""

import ipaddress
import pathlib
import re
import sys

import yaml

SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
# What a node needs after its drain (provisioning/monitoring/README.md), and to start on a slow disk (the systemd unit's time).
CLOSING_SECONDS = 10
START_SECONDS = 180
# Until each machine's kube-proxy has heard that a pod is stopping.
MIN_PRE_STOP_SECONDS = 5
# admission.queue: auto.
QUEUED_PER_WORKER = 8
PROBES = {
    "startupProbe": "/health/ready",
    "readinessProbe": "/health/ready",
    "livenessProbe": "/health/live",
}


def seconds(text):
    number, unit = re.fullmatch(r"(\d+)(ms|s|m|h)", str(text)).groups()
    return int(number) * SECONDS[unit]


def flat(tree, path=""):
    for key, value in (tree or {}).items():
        if isinstance(value, dict):
            yield from flat(value, f"{path}{key}.")
        else:
            yield path + key, value


class Check:
    def __init__(self, documents, root):
        self.documents = documents
        self.root = root
        self.wrong = []
        self.deployment = self.one("Deployment")
        self.pod = self.deployment["spec"]["template"]["spec"]
        self.container = self.pod["containers"][0]
        self.labels = self.deployment["spec"]["template"]["metadata"]["labels"]
        self.metrics = set(
            re.findall(r"`(retinagate_\w+)`", (root / "provisioning/monitoring/README.md").read_text())
        )
        self.config = self.configuration()

    def expect(self, condition, message):
        if not condition:
            self.wrong.append(message)

    def all(self, kind):
        return [d for d in self.documents if d["kind"] == kind]

    def one(self, kind):
        found = self.all(kind)
        if len(found) != 1:
            sys.exit(f"{len(found)} objects of kind {kind}, one expected")
        return found[0]

    def selects(self, selector, message):
        """An empty selector means every pod of the namespace, also those of others."""
        self.expect(selector and selector.items() <= self.labels.items(), message)

    def configuration(self):
        keys = dict(flat(yaml.safe_load((self.root / "conf/retinagate.yaml").read_text())))
        mounts = {m["name"]: m["mountPath"] for m in self.container["volumeMounts"]}
        volume = next(v for v in self.pod["volumes"] if "configMap" in v)
        maps = [m for m in self.all("ConfigMap") if m["metadata"]["name"] == volume["configMap"]["name"]]
        self.expect(maps, "the pod's ConfigMap is not there")
        for name, text in (maps[0]["data"] if maps else {}).items():
            path = f"{mounts[volume['name']]}/{name}"
            self.expect(path in self.container["args"], f"serve does not read {path}")
            for key, value in flat(yaml.safe_load(text)):
                self.expect(key in keys, f"unknown key {key} in {name}")
                keys[key] = value
        return keys

    def port(self, target):
        for port in self.container["ports"]:
            if target in (port.get("name"), port["containerPort"]):
                return port["containerPort"]
        return None

    def drain(self):
        stop = self.container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
        self.expect(stop >= MIN_PRE_STOP_SECONDS, f"preStop of {stop} s: requests arrive at a node that has stopped listening")
        needed = stop + seconds(self.config["drain.probe-period"]) + seconds(self.config["drain.timeout"]) + CLOSING_SECONDS
        grace = self.pod.get("terminationGracePeriodSeconds", 30)
        self.expect(grace >= needed, f"killed in the middle of the drain: grace {grace} s, needed {needed:g} s")

    def probes(self):
        host = str(self.config["management.host"])
        self.expect(not ipaddress.ip_address(host).is_loopback, "the management port is on the loopback")
        for name, path in PROBES.items():
            probe = self.container.get(name, {}).get("httpGet", {})
            self.expect(
                self.port(probe.get("port")) == self.config["management.port"], f"{name} does not ask the management port"
            )
            self.expect(probe.get("path") == path, f"{name} does not ask {path}")
        start = self.container.get("startupProbe", {})
        allowed = start.get("periodSeconds", 10) * start.get("failureThreshold", 3)
        self.expect(allowed >= START_SECONDS, f"restarted before it has started: {allowed} s")
        self.expect(self.container["livenessProbe"].get("failureThreshold", 3) >= 2, "restarted for one lost probe")

    def budget(self):
        scaler = self.one("HorizontalPodAutoscaler")["spec"]
        budget = self.one("PodDisruptionBudget")["spec"]
        unavailable = budget.get("maxUnavailable", 0)
        self.expect(unavailable >= 1, "no machine can ever be drained")
        self.expect(scaler["minReplicas"] - unavailable >= 1, "a drained machine may take the last node")
        self.selects(budget["selector"].get("matchLabels"), "the budget does not select the nodes")
        rolling = self.deployment["spec"]["strategy"]["rollingUpdate"]
        self.expect(rolling["maxUnavailable"] == 0, "an update takes a node away before another one is ready")

    def scaling(self):
        scaler = self.one("HorizontalPodAutoscaler")["spec"]
        target = scaler["scaleTargetRef"]
        self.expect(
            (target["kind"], target["name"]) == ("Deployment", self.deployment["metadata"]["name"]),
            "the autoscaler scales something else",
        )
        self.expect("replicas" not in self.deployment["spec"], "each apply would undo what the autoscaler did")
        cores = int(self.container["resources"]["limits"].get("cpu", 0))
        kinds = set()
        for metric in scaler["metrics"]:
            kinds.add(metric["type"])
            if metric["type"] == "Pods":
                name = metric["pods"]["metric"]["name"]
                value = int(metric["pods"]["target"]["averageValue"])
                self.expect(name in self.metrics, f"no node has the metric {name}")
                self.expect(
                    cores < value < cores * (QUEUED_PER_WORKER + 1), f"a target of {value} pictures is of no use with {cores} workers"
                )
                adapter = (self.root / "provisioning/kubernetes/example/prometheus-adapter.yaml").read_text()
                self.expect(name in adapter, f"the adapter does not serve {name}")
        self.expect(kinds == {"Resource", "Pods"}, "scales not on CPU and on pictures")

    def security(self):
        pod, own = self.pod["securityContext"], self.container["securityContext"]
        self.expect(pod.get("runAsNonRoot") is True and pod.get("runAsUser", 0) > 0, "may run as root")
        self.expect(own.get("readOnlyRootFilesystem") is True, "the root file system is writable")
        self.expect(own.get("allowPrivilegeEscalation") is False, "may gain privileges")
        self.expect(own.get("capabilities") == {"drop": ["ALL"]}, "has capabilities")
        self.expect(pod.get("seccompProfile", {}).get("type") == "RuntimeDefault", "no seccomp profile")
        self.expect(self.pod.get("automountServiceAccountToken") is False, "has a token of the API server")
        empty = {v["name"] for v in self.pod["volumes"] if "emptyDir" in v}
        writable = {m["mountPath"] for m in self.container["volumeMounts"] if m["name"] in empty and not m.get("readOnly")}
        for folder in (self.config["node.cache-directory"], "/tmp"):
            self.expect(folder in writable, f"{folder} is not writable")
        resources = self.container["resources"]
        self.expect(resources["requests"] == resources["limits"], "requests differ from limits")
        for name in ("cpu", "memory", "ephemeral-storage"):
            self.expect(name in resources["limits"], f"no limit of {name}")
        self.expect(self.pod.get("nodeSelector", {}).get("kubernetes.io/arch") == "amd64", "may start where its natives do not run")

    def network(self):
        policy = self.one("NetworkPolicy")["spec"]
        self.selects(policy["podSelector"].get("matchLabels"), "the policy does not select the nodes")
        self.expect(set(policy["policyTypes"]) == {"Ingress", "Egress"}, "one direction is not restricted")
        self.expect(not policy.get("egress"), "a node may call others")
        opened = set()
        for rule in policy["ingress"]:
            ports = {self.port(p["port"]) for p in rule.get("ports", [])} or {self.config["http.port"], self.config["management.port"]}
            opened |= ports
            if self.config["management.port"] in ports:
                for peer in rule.get("from") or [{}]:
                    narrow = all(peer.get(s, {}).get("matchLabels") for s in ("namespaceSelector", "podSelector"))
                    self.expect(narrow, "the management port is open to more than Prometheus")
                    named = peer.get("podSelector", {}).get("matchLabels", {}).get("app.kubernetes.io/name")
                    self.expect(named == "prometheus", "Prometheus is not let in")
        self.expect(opened == {self.config["http.port"], self.config["management.port"]}, f"open ports are {sorted(map(str, opened))}")

    def services(self):
        services = self.all("Service")
        for service in services:
            name = service["metadata"]["name"]
            self.selects(service["spec"].get("selector"), f"Service {name} does not select the nodes")
            for port in service["spec"]["ports"]:
                self.expect(self.port(port["targetPort"]), f"Service {name}: no port {port['targetPort']}")
        monitor = self.one("ServiceMonitor")["spec"]
        wanted = monitor["selector"]["matchLabels"].items()
        scraped = [s for s in services if wanted <= s["metadata"]["labels"].items()]
        self.expect(len(scraped) == 1, f"{len(scraped)} Services are scraped, one expected")
        for service in scraped:
            self.expect(service["spec"].get("publishNotReadyAddresses"), "Prometheus does not see nodes that are not ready")
            ports = {p["name"]: self.port(p["targetPort"]) for p in service["spec"]["ports"]}
            for endpoint in monitor["endpoints"]:
                self.expect(ports.get(endpoint["port"]) == self.config["management.port"], "scrapes do not ask the management port")
            job = service["metadata"]["labels"].get(monitor.get("jobLabel"))
            prometheus = yaml.safe_load((self.root / "provisioning/monitoring/prometheus.yml").read_text())
            known = prometheus["scrape_configs"][0]["job_name"]
            self.expect(job == known, f"the alerts know the job {known}, and this is {job}")
        for service in services:
            if service not in scraped:
                targets = {self.port(p["targetPort"]) for p in service["spec"]["ports"]}
                self.expect(targets == {self.config["http.port"]}, "clients' Service leads to more than the public port")


def main():
    documents = [d for d in yaml.safe_load_all(pathlib.Path(sys.argv[1]).read_text()) if d]
    check = Check(documents, pathlib.Path(sys.argv[2]))
    for part in (check.drain, check.probes, check.budget, check.scaling, check.security, check.network, check.services):
        part()
    for message in check.wrong:
        print(message)
    print(f"{len(documents)} objects, {len(check.wrong)} mistakes")
    sys.exit(1 if check.wrong else 0)


if __name__ == "__main__":
    main()
