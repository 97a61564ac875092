# Network, balancer, node and rights.
mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  client_cidrs = ["203.0.113.0/24"]
  apt_repository = {
    url = "https://packages.example.com/retinagate"
    key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\nx\n-----END PGP PUBLIC KEY BLOCK-----"
  }
}

run "plain" {
  command = apply

  assert {
    condition     = length(setintersection(aws_subnet.public[*].cidr_block, aws_subnet.private[*].cidr_block)) == 0 && aws_lb.main.subnets == toset(aws_subnet.public[*].id)
    error_message = "The balancer does not stand in the public subnets, or subnets overlap."
  }
  assert {
    condition     = length(aws_lb_listener.https) == 0 && aws_lb_listener.http.default_action[0].type == "forward" && startswith(output.url, "http://")
    error_message = "Without a certificate, port 80 does not serve."
  }
  assert {
    condition     = [for r in aws_vpc_security_group_ingress_rule.clients_http : r.cidr_ipv4] == ["203.0.113.0/24"] && length(aws_vpc_security_group_ingress_rule.clients_https) == 0
    error_message = "Others than the clients reach the balancer."
  }
  assert {
    condition     = [for r in aws_vpc_security_group_ingress_rule.nodes_from_balancer : r.from_port] == [8080] && alltrue([for r in aws_vpc_security_group_ingress_rule.nodes_from_balancer : r.cidr_ipv4 == null && r.referenced_security_group_id == aws_security_group.balancer.id])
    error_message = "Something other than the balancer's requests to port 8080 reaches the nodes."
  }
  assert {
    condition     = aws_lb_target_group.nodes.health_check[0].path == "/health" && aws_lb_target_group.nodes.health_check[0].matcher == "200" && aws_lb_target_group.nodes.port == 8080
    error_message = "The balancer probes something else than /health of the traffic port, which is 200 on a full node."
  }
  assert {
    condition     = aws_lb_target_group.nodes.load_balancing_algorithm_type == "weighted_random" && aws_lb_target_group.nodes.load_balancing_anomaly_mitigation == "on"
    error_message = "The balancer favours a node that fails fast."
  }
  assert {
    condition     = aws_lb.main.preserve_host_header && aws_lb.main.drop_invalid_header_fields
    error_message = "The balancer changes Host, which signatures cover, or passes malformed headers on."
  }
  assert {
    condition     = aws_launch_template.node.metadata_options[0].http_tokens == "required" && aws_launch_template.node.metadata_options[0].http_put_response_hop_limit == 1
    error_message = "The metadata answer without a token."
  }
  assert {
    condition     = tobool(aws_launch_template.node.block_device_mappings[0].ebs[0].encrypted) && !anytrue(aws_subnet.private[*].map_public_ip_on_launch) && aws_launch_template.node.vpc_security_group_ids == toset([aws_security_group.nodes.id])
    error_message = "The disk is not encrypted, or the node has a public address or another security group."
  }
  assert {
    condition     = aws_launch_template.node.image_id == "ami-0123456789abcdef0" && data.aws_ami.debian[0].most_recent
    error_message = "The image is not the newest Debian."
  }
  assert {
    condition     = length(aws_nat_gateway.main) == 2 && length(aws_vpc_endpoint.s3.route_table_ids) == 2
    error_message = "A zone has no way out of its own."
  }
  # What comes from the balancer's subnets tells the caller's address; nothing else may.
  assert {
    condition     = strcontains(module.user_data.text, "RETINAGATE_HTTP_TRUSTED_PROXIES=${join(",", aws_subnet.public[*].cidr_block)}\n") || strcontains(module.user_data.text, "RETINAGATE_HTTP_TRUSTED_PROXIES=${join(",", aws_subnet.public[*].cidr_block)}\\n")
    error_message = "The node does not know the balancer, or trusts others, too."
  }
  assert {
    condition     = !strcontains(module.user_data.text, "retinagate-cloudwatch.json\"\n") && length([for s in data.aws_iam_policy_document.node.statement : s if contains(s.actions, "s3:GetObject")]) == 0
    error_message = "A node without models of its own and without the agent has their rights."
  }
}

run "https_by_certificate" {
  command = apply
  variables { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/abc" }

  assert {
    condition     = aws_lb_listener.http.default_action[0].type == "redirect" && aws_lb_listener.http.default_action[0].redirect[0].protocol == "HTTPS"
    error_message = "Port 80 serves in the clear beside HTTPS."
  }
  assert {
    condition     = aws_lb_listener.https[0].certificate_arn == "arn:aws:acm:us-east-1:123456789012:certificate/abc" && startswith(aws_lb_listener.https[0].ssl_policy, "ELBSecurityPolicy-TLS13-1-2")
    error_message = "HTTPS has another certificate, or takes old TLS."
  }
  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.clients_https) == 1 && startswith(output.url, "https://")
    error_message = "Clients do not reach port 443."
  }
}

run "https_by_domain" {
  command = apply
  variables { domain = { name = "detect.example.com", zone_id = "Z0123456789ABC" } }

  assert {
    condition     = output.url == "https://detect.example.com/" && aws_route53_record.validation[0].name == "_a.detect.example.com" && aws_route53_record.service[0].name == "detect.example.com"
    error_message = "The domain is not validated, or does not lead to the balancer."
  }
}

run "everything_optional" {
  command = apply
  variables {
    package_version  = "1.2.0-1"
    model            = "retinanet-r50"
    models_s3        = { bucket = "example-models" }
    target_optimizer = { image = "registry.example.com/agent@sha256:${join("", [for i in range(64) : "a"])}", concurrency = 20 }
    cloudwatch_agent = { url = "https://packages.example.com/agent.deb", sha256 = join("", [for i in range(64) : "b"]) }
    web_acl_arn      = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b"
    ami_id           = "ami-0fedcba9876543210"
  }

  assert {
    condition     = aws_lb_target_group.nodes.port == 8081 && aws_lb_target_group.nodes.target_control_port == 3000 && aws_lb_target_group.nodes.load_balancing_anomaly_mitigation == "off"
    error_message = "The balancer does not send to the agent of Target Optimizer."
  }
  assert {
    condition     = toset([for r in aws_vpc_security_group_ingress_rule.nodes_from_balancer : r.from_port]) == toset([8081, 3000]) && toset([for r in aws_vpc_security_group_egress_rule.balancer_to_nodes : r.from_port]) == toset([8081, 3000])
    error_message = "The balancer does not reach the agent, or reaches the node past it."
  }
  assert {
    condition     = strcontains(module.user_data.text, "PACKAGE_VERSION='1.2.0-1'") && strcontains(module.user_data.text, "MODELS_S3='s3://example-models/models/'") && strcontains(module.user_data.text, "RETINAGATE_MODEL_DIRECTORY=/var/lib/retinagate/models")
    error_message = "Version and models do not reach the node."
  }
  assert {
    condition     = one([for s in data.aws_iam_policy_document.node.statement : s.resources if s.sid == "ReadModels"]) == toset(["arn:aws:s3:::example-models/models/*"])
    error_message = "The node may read more than its models, or not them."
  }
  assert {
    condition     = length(data.aws_ami.debian) == 0 && aws_launch_template.node.image_id == "ami-0fedcba9876543210"
    error_message = "The named image is not used."
  }
  assert {
    condition     = length(aws_wafv2_web_acl_association.main) == 1
    error_message = "The web ACL is not there."
  }
  assert {
    condition     = alltrue([for s in data.aws_iam_policy_document.node.statement : !contains(s.resources, "*") || length(s.condition) > 0 || toset(s.actions) == toset(["ec2:DescribeTags"])])
    error_message = "A right of the node is not bounded."
  }
}

run "clients_are_a_decision" {
  command = plan
  variables { client_cidrs = [] }
  expect_failures = [var.client_cidrs]
}

run "private_key" {
  command = plan
  variables {
    apt_repository = {
      url = "https://packages.example.com/retinagate"
      key = "-----BEGIN PGP PRIVATE KEY BLOCK-----\nx\n-----END PGP PRIVATE KEY BLOCK-----"
    }
  }
  expect_failures = [var.apt_repository]
}

run "repository_by_file" {
  command = plan
  variables {
    apt_repository = { url = "file:///srv/apt", key = "-----BEGIN PGP PUBLIC KEY BLOCK-----" }
  }
  expect_failures = [var.apt_repository]
}

run "old_tls" {
  command = plan
  variables { tls_policy = "ELBSecurityPolicy-2016-08" }
  expect_failures = [var.tls_policy]
}

run "certificate_and_domain" {
  command = plan
  variables {
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/abc"
    domain          = { name = "detect.example.com", zone_id = "Z0123456789ABC" }
  }
  expect_failures = [var.certificate_arn]
}

run "agent_by_tag" {
  command = plan
  variables { target_optimizer = { image = "registry.example.com/agent:latest", concurrency = 20 } }
  expect_failures = [var.target_optimizer]
}

run "agent_on_the_nodes_port" {
  command = plan
  variables {
    target_optimizer = { image = "registry.example.com/agent@sha256:${join("", [for i in range(64) : "a"])}", concurrency = 20, data_port = 8080 }
  }
  expect_failures = [var.target_optimizer]
}

run "models_without_a_name" {
  command = plan
  variables { models_s3 = { bucket = "example-models" } }
  expect_failures = [var.models_s3]
}

run "unchecked_agent" {
  command = plan
  variables { cloudwatch_agent = { url = "https://packages.example.com/agent.deb", sha256 = "" } }
  expect_failures = [var.cloudwatch_agent]
}

run "network_too_small" {
  command = plan
  variables { vpc_cidr = "10.0.0.0/28" }
  expect_failures = [var.vpc_cidr]
}
