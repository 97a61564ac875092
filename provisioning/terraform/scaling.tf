# The auto-scaling group. A node is replaced when EC2 finds its machine broken, and not for being busy: with health_check_type ELB, a
# probe that fails under load would take nodes away from a fleet that has too few. A process that dies or hangs is restarted by systemd.

locals {
  hooks = {
    (local.launch_hook) = {
      transition = "autoscaling:EC2_INSTANCE_LAUNCHING"
      seconds    = var.launch_hook_seconds
      # A node that does not become ready is thrown away.
      default = "ABANDON"
    }
    (local.terminate_hook) = {
      transition = "autoscaling:EC2_INSTANCE_TERMINATING"
      seconds    = var.termination_hook_seconds
      default    = "CONTINUE"
    }
  }
}

resource "aws_autoscaling_group" "nodes" {
  count = var.use_autoscaling ? 1 : 0

  name                      = local.group_name
  min_size                  = var.min_nodes
  max_size                  = var.max_nodes
  vpc_zone_identifier       = aws_subnet.private[*].id
  target_group_arns         = [aws_lb_target_group.nodes.arn]
  health_check_type         = "EC2"
  health_check_grace_period = 0
  default_instance_warmup   = var.warmup_seconds
  capacity_rebalance        = var.spot != null
  termination_policies      = ["OldestLaunchTemplate", "OldestInstance"]
  wait_for_capacity_timeout = "${var.launch_hook_seconds + 300}s"
  enabled_metrics           = ["GroupInServiceInstances", "GroupDesiredCapacity", "GroupPendingInstances", "GroupTerminatingInstances"]

  dynamic "launch_template" {
    for_each = var.spot == null ? [1] : []
    content {
      id      = aws_launch_template.node.id
      version = aws_launch_template.node.latest_version
    }
  }

  dynamic "mixed_instances_policy" {
    for_each = var.spot == null ? [] : [var.spot]
    iterator = mix
    content {
      instances_distribution {
        on_demand_base_capacity                  = mix.value.on_demand_base
        on_demand_percentage_above_base_capacity = mix.value.on_demand_percent
        spot_allocation_strategy                 = "price-capacity-optimized"
      }
      launch_template {
        launch_template_specification {
          launch_template_id = aws_launch_template.node.id
          version            = aws_launch_template.node.latest_version
        }
        dynamic "override" {
          for_each = distinct(concat([var.instance_type], mix.value.instance_types))
          content {
            instance_type = override.value
          }
        }
      }
    }
  }

  # Within the group, since the first instances have to meet them, too. AWS reads these at the group's creation only: later changes
  # come by aws_autoscaling_lifecycle_hook below, of the same names.
  dynamic "initial_lifecycle_hook" {
    for_each = local.hooks
    iterator = hook
    content {
      name                 = hook.key
      lifecycle_transition = hook.value.transition
      heartbeat_timeout    = hook.value.seconds
      default_result       = hook.value.default
    }
  }

  # A new launch template replaces the nodes: a new one is ready before an old one is drained. Back to the old template by itself
  # when new nodes do not become ready.
  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage       = 100
      max_healthy_percentage       = 150
      instance_warmup              = var.warmup_seconds
      auto_rollback                = true
      scale_in_protected_instances = "Ignore"
      standby_instances            = "Ignore"
    }
  }

  dynamic "tag" {
    for_each = merge({ Project = var.name, ManagedBy = "terraform", Name = "${var.name}-node" }, var.tags)
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  lifecycle {
    create_before_destroy = false
    # The policies move it.
    ignore_changes = [desired_capacity]
  }

  # A node needs its way out and its rights at its first start, and the listener for its probes.
  depends_on = [
    aws_route_table_association.private,
    aws_iam_role_policy.node,
    aws_vpc_security_group_egress_rule.nodes_out,
    aws_lb_listener.http,
    aws_lb_listener.https,
  ]
}

resource "aws_autoscaling_lifecycle_hook" "nodes" {
  for_each = var.use_autoscaling ? local.hooks : {}

  autoscaling_group_name = aws_autoscaling_group.nodes[0].name
  name                   = each.key
  lifecycle_transition   = each.value.transition
  heartbeat_timeout      = each.value.seconds
  default_result         = each.value.default
}

resource "aws_autoscaling_policy" "cpu" {
  count = var.use_autoscaling ? 1 : 0

  name                   = "cpu"
  autoscaling_group_name = aws_autoscaling_group.nodes[0].name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = var.cpu_target_percent

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}

# Requests a minute for each node. CPU alone misses a fleet that refuses: refusals cost little CPU, and the average then stays where the
# workers are full. Refused requests count here.
resource "aws_autoscaling_policy" "requests" {
  count = var.use_autoscaling ? 1 : 0

  name                   = "requests"
  autoscaling_group_name = aws_autoscaling_group.nodes[0].name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = floor(var.pictures_per_second * 60 * var.request_target_percent / 100)

    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = "${aws_lb.main.arn_suffix}/${aws_lb_target_group.nodes.arn_suffix}"
    }
  }

  # The label's target group has to belong to the balancer already.
  depends_on = [aws_lb_listener.http, aws_lb_listener.https]
}
