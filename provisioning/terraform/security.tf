# Clients reach the balancer, the balancer reaches the nodes' traffic port, the nodes reach the outside by HTTP and HTTPS.
# Nothing else: no SSH, and the management port (9090) is on loopback.

resource "aws_security_group" "balancer" {
  name_prefix = "${var.name}-balancer-"
  description = "The load balancer of ${var.name}"
  vpc_id      = aws_vpc.main.id

  tags = { Name = "${var.name}-balancer" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "clients_http" {
  for_each = toset(var.client_cidrs)

  security_group_id = aws_security_group.balancer.id
  description       = local.https ? "Clients, to be redirected" : "Clients"
  cidr_ipv4         = each.value
  from_port         = 80
  to_port           = 80
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "clients_https" {
  for_each = local.https ? toset(var.client_cidrs) : []

  security_group_id = aws_security_group.balancer.id
  description       = "Clients"
  cidr_ipv4         = each.value
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}

locals {
  # What the balancer and the nodes have with each other.
  balancer_to_nodes = merge(
    { traffic = local.traffic_port },
    var.target_optimizer == null ? {} : { control = var.target_optimizer.control_port },
  )
}

resource "aws_vpc_security_group_egress_rule" "balancer_to_nodes" {
  for_each = local.balancer_to_nodes

  security_group_id            = aws_security_group.balancer.id
  description                  = "Nodes: ${each.key}"
  referenced_security_group_id = aws_security_group.nodes.id
  from_port                    = each.value
  to_port                      = each.value
  ip_protocol                  = "tcp"
}

resource "aws_security_group" "nodes" {
  name_prefix = "${var.name}-nodes-"
  description = "The nodes of ${var.name}"
  vpc_id      = aws_vpc.main.id

  tags = { Name = "${var.name}-nodes" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "nodes_from_balancer" {
  for_each = local.balancer_to_nodes

  security_group_id            = aws_security_group.nodes.id
  description                  = "The load balancer: ${each.key}"
  referenced_security_group_id = aws_security_group.balancer.id
  from_port                    = each.value
  to_port                      = each.value
  ip_protocol                  = "tcp"
}

# apt, the models, CloudWatch and the lifecycle hooks. Addresses of mirrors and of AWS change, so there is no shorter list.
resource "aws_vpc_security_group_egress_rule" "nodes_out" {
  for_each = { http = 80, https = 443 }

  security_group_id = aws_security_group.nodes.id
  description       = "Packages and AWS, by ${each.key}"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = each.value
  to_port           = each.value
  ip_protocol       = "tcp"
}
