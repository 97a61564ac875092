# The load balancer, its listeners and its target group.

locals {
  https           = var.certificate_arn != null || var.domain != null
  certificate_arn = var.domain == null ? var.certificate_arn : one(aws_acm_certificate_validation.service[*].certificate_arn)
}

resource "aws_lb" "main" {
  # checkov:skip=CKV2_AWS_76: a web ACL is optional (web_acl_arn), and its rules are made where it is made. The log4j of the nodes (2.25) has none of the holes of before 2.17.1.
  name               = var.name
  load_balancer_type = "application"
  internal           = var.internal
  security_groups    = [aws_security_group.balancer.id]
  subnets            = var.internal ? aws_subnet.private[*].id : aws_subnet.public[*].id

  idle_timeout = var.balancer_idle_timeout_seconds
  # AWS signatures (the Rekognition API of the nodes) cover Host: it has to arrive as the client sent it.
  preserve_host_header       = true
  drop_invalid_header_fields = true
  # strictest would refuse requests of simple clients, such as cameras, that are not quite RFC 7230.
  desync_mitigation_mode     = "defensive"
  xff_header_processing_mode = "append"
  enable_http2               = true
  enable_deletion_protection = var.deletion_protection

  dynamic "access_logs" {
    for_each = var.access_log_bucket == null ? [] : [var.access_log_bucket]
    content {
      bucket  = access_logs.value
      prefix  = var.name
      enabled = true
    }
  }
}

resource "aws_lb_target_group" "nodes" {
  # checkov:skip=CKV_AWS_378: within the VPC the nodes are reached by HTTP; TLS ends at the balancer.
  # A prefix, at most 6 characters: the control port cannot be changed in place, so the old group must be able to live beside the new one.
  name_prefix = "${substr(var.name, 0, 5)}-"
  vpc_id      = aws_vpc.main.id
  target_type = "instance"
  protocol    = "HTTP"
  port        = local.traffic_port

  target_control_port = try(var.target_optimizer.control_port, null)

  # A full node answers 503 at once. least_outstanding_requests would send it the more requests for being fast; weighted_random with
  # anomaly mitigation gives fewer to a node that fails more than the others. With Target Optimizer the agents decide.
  load_balancing_algorithm_type     = var.target_optimizer == null ? "weighted_random" : "round_robin"
  load_balancing_anomaly_mitigation = var.target_optimizer == null ? "on" : "off"

  deregistration_delay = var.deregistration_delay_seconds

  # /health of the traffic port: 200 also on a full node, 503 from SIGTERM on.
  health_check {
    path                = "/health"
    port                = "traffic-port"
    protocol            = "HTTP"
    matcher             = "200"
    interval            = var.health_check.interval
    timeout             = var.health_check.timeout
    unhealthy_threshold = var.health_check.unhealthy_threshold
    healthy_threshold   = var.health_check.healthy_threshold
  }

  lifecycle {
    create_before_destroy = true
  }
}

# Without a certificate it serves, with one it redirects.
resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.main.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = local.https ? "redirect" : "forward"
    target_group_arn = local.https ? null : aws_lb_target_group.nodes.arn

    dynamic "redirect" {
      for_each = local.https ? [1] : []
      content {
        # 308 would keep a POST a POST, but ALB knows 301 and 302 only: clients have to be given the https address.
        status_code = "HTTP_301"
        protocol    = "HTTPS"
        port        = "443"
      }
    }
  }
}

resource "aws_lb_listener" "https" {
  count = local.https ? 1 : 0

  load_balancer_arn = aws_lb.main.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = var.tls_policy
  certificate_arn   = local.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.nodes.arn
  }
}

resource "aws_wafv2_web_acl_association" "main" {
  count = var.web_acl_arn == null ? 0 : 1

  resource_arn = aws_lb.main.arn
  web_acl_arn  = var.web_acl_arn
}

resource "aws_acm_certificate" "service" {
  count = var.domain == null ? 0 : 1

  domain_name       = var.domain.name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  count = var.domain == null ? 0 : 1

  zone_id         = var.domain.zone_id
  name            = tolist(aws_acm_certificate.service[0].domain_validation_options)[0].resource_record_name
  type            = tolist(aws_acm_certificate.service[0].domain_validation_options)[0].resource_record_type
  records         = [tolist(aws_acm_certificate.service[0].domain_validation_options)[0].resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "service" {
  count = var.domain == null ? 0 : 1

  certificate_arn         = aws_acm_certificate.service[0].arn
  validation_record_fqdns = aws_route53_record.validation[*].fqdn
}

resource "aws_route53_record" "service" {
  count = var.domain == null ? 0 : 1

  zone_id = var.domain.zone_id
  name    = var.domain.name
  type    = "A"

  alias {
    name                   = aws_lb.main.dns_name
    zone_id                = aws_lb.main.zone_id
    evaluate_target_health = true
  }
}
