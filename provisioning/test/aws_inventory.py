"""aws_inventory.py INVENTORY PORT: asks the inventory of AWS for the groups of machines that are made in moto, by their tags.

A machine of another project, and one that is stopped, have to stay outside. A filter that lets one in has to be seen.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import boto3
import botocore.config
import botocore.exceptions

inventory, port = pathlib.Path(sys.argv[1]), sys.argv[2]
environment = {
    **os.environ,
    "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
}
os.environ.update(environment)


def launch(ec2, image, project, role):
    tags = [{"Key": "Project", "Value": project}, {"Key": "Role", "Value": role}]
    answer = ec2.run_instances(
        ImageId=image, MinCount=1, MaxCount=1, TagSpecifications=[{"ResourceType": "instance", "Tags": tags}]
    )
    return answer["Instances"][0]


def groups(folder):
    command = ["ansible-inventory", "-i", str(folder / "retinagate.aws_ec2.yml"), "--list"]
    listing = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    variables = listing["_meta"]["hostvars"]
    return {
        # What comes from outside is marked as not to be templated.
        group: {name: variables[name]["ansible_host"]["__ansible_unsafe"] for name in content["hosts"]}
        for group, content in listing.items()
        if group in ("nodes", "balancers", "monitoring")
    }


def await_moto(ec2):
    for _ in range(200):
        try:
            return ec2.describe_images()["Images"][0]["ImageId"]
        except botocore.exceptions.EndpointConnectionError:
            time.sleep(0.3)
    sys.exit("moto does not answer")


moto = subprocess.Popen(
    ["moto_server", "-H", "127.0.0.1", "-p", port], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
)
try:
    # moto loads its model of EC2 at the first request, which takes minutes on a busy machine.
    ec2 = boto3.client("ec2", config=botocore.config.Config(read_timeout=300, retries={"total_max_attempts": 1}))
    image = await_moto(ec2)
    expected = {}
    for role in ("nodes", "nodes", "balancers", "monitoring"):
        instance = launch(ec2, image, "retinagate", role)
        expected.setdefault(role, {})[instance["InstanceId"]] = instance["PrivateIpAddress"]
    launch(ec2, image, "another", "nodes")
    stopped = launch(ec2, image, "retinagate", "nodes")
    ec2.stop_instances(InstanceIds=[stopped["InstanceId"]])

    found = groups(inventory)
    assert found == expected, f"expected {expected}, found {found}"
    for line in ("  tag:Project: retinagate\n", "  instance-state-name: running\n"):
        with tempfile.TemporaryDirectory() as seeded:
            text = (inventory / "retinagate.aws_ec2.yml").read_text()
            assert line in text, line
            (pathlib.Path(seeded) / "retinagate.aws_ec2.yml").write_text(text.replace(line, ""))
            assert groups(pathlib.Path(seeded)) != expected, f"nothing is noticed without {line.strip()}"
    print("4 machines in their groups; one of another project and a stopped one stay outside; both seeded filters are found")
finally:
    moto.terminate()
    moto.wait()
