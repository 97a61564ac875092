# Where things stand: network.tf (VPC), security.tf (who reaches whom), balancer.tf (ALB), nodes.tf (launch template and its
# rights), scaling.tf (group, policies, hooks), fixed.tf (nodes without a group), monitoring.tf (alarms, dashboard).

# Region and credentials come from the environment or a profile: none of them is in the code or the state.
provider "aws" {
  default_tags {
    tags = merge({ Project = var.name, ManagedBy = "terraform" }, var.tags)
  }
}

data "aws_region" "here" {}
data "aws_partition" "here" {}
data "aws_caller_identity" "here" {}

data "aws_availability_zones" "usable" {
  # checkov:skip=CKV_AWS_394: the subnets keep the zones that they were made in (ignore_changes), whatever zones come later.
  state = "available"

  # Local zones need an opt-in and have no NAT gateways.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  account   = data.aws_caller_identity.here.account_id
  partition = data.aws_partition.here.partition
  region    = data.aws_region.here.region
  zones     = slice(data.aws_availability_zones.usable.names, 0, 2)

  # The node's public port. The package listens there, and its management port stays on loopback.
  node_port = 8080
  # With Target Optimizer the balancer sends to the agent, which passes on to the node.
  traffic_port = var.target_optimizer == null ? local.node_port : var.target_optimizer.data_port

  group_name     = "${var.name}-nodes"
  launch_hook    = "ready"
  terminate_hook = "drain"
}
