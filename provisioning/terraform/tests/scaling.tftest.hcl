# How many nodes, when there are more, and how they are replaced.
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

run "group" {
  command = apply

  assert {
    condition     = aws_autoscaling_group.nodes[0].min_size == 2 && aws_autoscaling_group.nodes[0].max_size == 6
    error_message = "The group is not between 2 and 6 nodes."
  }
  assert {
    condition     = length(aws_autoscaling_group.nodes[0].vpc_zone_identifier) == 2 && length(distinct(aws_subnet.private[*].availability_zone)) == 2
    error_message = "The nodes are not spread over two zones."
  }
  assert {
    condition     = aws_autoscaling_group.nodes[0].health_check_type == "EC2"
    error_message = "With ELB, the group replaces nodes that are slow under load."
  }
  assert {
    condition = toset([for p in [aws_autoscaling_policy.cpu[0], aws_autoscaling_policy.requests[0]] :
      p.target_tracking_configuration[0].predefined_metric_specification[0].predefined_metric_type
    ]) == toset(["ASGAverageCPUUtilization", "ALBRequestCountPerTarget"])
    error_message = "There are not two policies, on CPU and on requests."
  }
  assert {
    condition     = aws_autoscaling_policy.cpu[0].target_tracking_configuration[0].target_value >= 50 && aws_autoscaling_policy.cpu[0].target_tracking_configuration[0].target_value <= 60
    error_message = "The CPU target is not between 50 and 60 percent."
  }
  # 40 pictures/s × 60 s × 65 % = 1560 a minute.
  assert {
    condition     = aws_autoscaling_policy.requests[0].target_tracking_configuration[0].target_value == 1560 && output.request_target_per_minute == 1560
    error_message = "The request target is not 65 % of the measured capacity, by the minute."
  }
  assert {
    condition     = aws_autoscaling_policy.requests[0].target_tracking_configuration[0].predefined_metric_specification[0].resource_label == "app/retinagate/0123456789abcdef/targetgroup/retin-1/0123456789abcdef"
    error_message = "The label does not name balancer and target group."
  }
  assert {
    condition     = aws_autoscaling_group.nodes[0].instance_refresh[0].preferences[0].min_healthy_percentage == 100 && aws_autoscaling_group.nodes[0].instance_refresh[0].preferences[0].auto_rollback
    error_message = "A refresh takes nodes out before new ones are ready, or does not go back by itself."
  }
  assert {
    condition = one([for h in aws_autoscaling_group.nodes[0].initial_lifecycle_hook : h.default_result
    if h.lifecycle_transition == "autoscaling:EC2_INSTANCE_LAUNCHING"]) == "ABANDON"
    error_message = "A node that does not become ready is kept."
  }
  assert {
    condition     = toset([for h in aws_autoscaling_group.nodes[0].initial_lifecycle_hook : h.name]) == toset([regex("LAUNCH_HOOK='([^']*)'", module.user_data.text)[0], regex("TERMINATE_HOOK='([^']*)'", module.user_data.text)[0]])
    error_message = "The node answers other hooks than the group has."
  }
  assert {
    condition = { for h in aws_autoscaling_group.nodes[0].initial_lifecycle_hook : h.name => [h.lifecycle_transition, h.heartbeat_timeout, h.default_result]
    } == { for h in aws_autoscaling_lifecycle_hook.nodes : h.name => [h.lifecycle_transition, h.heartbeat_timeout, h.default_result] }
    error_message = "The hooks of a group's first instances are others than those of later ones."
  }
  assert {
    condition     = regex("GROUP='([^']*)'", module.user_data.text)[0] == aws_autoscaling_group.nodes[0].name
    error_message = "The node answers another group's hooks."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.at_maximum[0].threshold == 6 && aws_cloudwatch_metric_alarm.service["too-few-nodes"].threshold == 2
    error_message = "The alarms do not know the group's bounds."
  }
  assert {
    condition     = length(aws_instance.fixed) == 0 && length(aws_lb_target_group_attachment.fixed) == 0
    error_message = "There are fixed nodes beside the group."
  }
}

run "fixed" {
  command = apply
  variables {
    use_autoscaling = false
    fixed_nodes     = 3
  }

  assert {
    condition     = length(aws_autoscaling_group.nodes) == 0 && length(aws_autoscaling_policy.cpu) == 0 && length(aws_autoscaling_policy.requests) == 0 && length(aws_autoscaling_lifecycle_hook.nodes) == 0 && output.autoscaling_group == null
    error_message = "There is a group, or a policy of one."
  }
  assert {
    condition     = length(aws_instance.fixed) == 3 && length(aws_lb_target_group_attachment.fixed) == 3
    error_message = "There are not three nodes behind the balancer."
  }
  assert {
    condition     = toset(aws_instance.fixed[*].subnet_id) == toset(aws_subnet.private[*].id)
    error_message = "The nodes do not stand in both zones."
  }
  assert {
    condition     = strcontains(module.user_data.text, "LAUNCH_HOOK=''") && strcontains(module.user_data.text, "TERMINATE_HOOK=''")
    error_message = "A node without a group would wait for its hooks."
  }
  assert {
    condition     = length(aws_iam_role_policy.node) == 0
    error_message = "A node that talks to no service of AWS has rights."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.service["too-few-nodes"].threshold == 3
    error_message = "A lost node raises no alarm."
  }
}

run "spot" {
  command = apply
  variables {
    spot = { on_demand_base = 2 }
  }

  assert {
    condition     = aws_autoscaling_group.nodes[0].mixed_instances_policy[0].instances_distribution[0].on_demand_base_capacity == 2 && length(aws_autoscaling_group.nodes[0].launch_template) == 0
    error_message = "There is no base on demand, or the template stands twice."
  }
  assert {
    condition     = aws_autoscaling_group.nodes[0].capacity_rebalance
    error_message = "Nothing replaces a spot node before it is taken."
  }
  assert {
    condition     = length(aws_autoscaling_group.nodes[0].mixed_instances_policy[0].launch_template[0].override) == 4
    error_message = "The group has one type of spot instance only."
  }
}

run "group_that_cannot_grow" {
  command = plan
  variables { max_nodes = 2 }
  expect_failures = [var.max_nodes]
}

run "one_node" {
  command = plan
  variables { min_nodes = 1 }
  expect_failures = [var.min_nodes]
}

run "part_of_a_node" {
  command = plan
  variables { max_nodes = 3.5 }
  expect_failures = [var.max_nodes]
}

run "cpu_target_of_a_full_fleet" {
  command = plan
  variables { cpu_target_percent = 90 }
  expect_failures = [var.cpu_target_percent]
}

run "request_target_of_a_full_fleet" {
  command = plan
  variables { request_target_percent = 100 }
  expect_failures = [var.request_target_percent]
}

run "arm" {
  command = plan
  variables { instance_type = "c7g.large" }
  expect_failures = [var.instance_type]
}

run "arm_as_spot" {
  command = plan
  variables { spot = { instance_types = ["m7gd.large"] } }
  expect_failures = [var.spot]
}

run "spot_without_a_group" {
  command = plan
  variables {
    spot            = {}
    use_autoscaling = false
  }
  expect_failures = [var.spot]
}

run "spot_alone" {
  command = plan
  variables { spot = { on_demand_base = 0 } }
  expect_failures = [var.spot]
}
